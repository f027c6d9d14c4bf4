package io.tributary.dialects.instance;

import io.tributary.dialects.prometheus.Located;
import io.tributary.dialects.prometheus.tree.Blocks;
import io.tributary.dialects.prometheus.tree.Form;
import io.tributary.dialects.tree.BlockBuilder;
import io.tributary.dialects.tree.Expressions;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.river.diag.Span;
import io.tributary.river.syntax.Identifiers;
import io.tributary.river.syntax.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A sound configuration of the scraping service, by the terms of the agent that reads it. Belongs
/// to one thread.
public final class InstanceDocument {
  /// How much of a group's name is in those of its destinations, as in the original.
  private static final int GROUP_DIGITS = 6;

  private final Instance instance;
  private final Map<String, Object> written;
  private final InstanceReader.Terms terms;

  InstanceDocument(Instance instance, Map<String, Object> written, InstanceReader.Terms terms) {
    this.instance = instance;
    this.written = written;
    this.terms = terms;
  }

  public String name() {
    return instance.name();
  }

  public Set<String> jobNames() {
    return instance.jobs().stream()
        .map(job -> job.settings().jobName())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// As it is to lie in the store: secrets in the clear.
  public String canonicalYaml() {
    return DocumentText.canonical(written, name(), instance.log());
  }

  /// The same with secrets hidden.
  public String maskedYaml() {
    return DocumentText.canonical(DocumentText.masked(written), name(), instance.log());
  }

  /// What runs it. `shares` is whether configurations that differ in nothing but their jobs have
  /// one log.
  public InstanceModule module(boolean shares) {
    String group = shares ? InstanceGroups.name(instance) : name();
    synchronized (terms) {
      return new InstanceModule(group, groupBody(group, shares), body());
    }
  }

  private List<Statement> groupBody(String group, boolean shares) {
    var blocks = new Blocks();
    List<Located<RemoteWriteSettings>> destinations =
        shares ? named(group.substring(0, GROUP_DIGITS)) : instance.remoteWrites();
    String receiver =
        new InstanceTree(Form.EXACT, instance, blocks, terms.place())
            .groupDestinations("default", terms.global(), destinations);
    List<Statement> body = new ArrayList<>(blocks.build());
    Span place = instance.place().place();
    body.add(
        new BlockBuilder("export", InstanceModule.RECEIVER, place)
            .set("value", Expressions.reference(receiver, place))
            .build());
    return body;
  }

  /// Names of destinations must be the same whichever of a group is the first: a log knows them by
  /// these. One that is there twice under names of its own is one.
  private List<Located<RemoteWriteSettings>> named(String group) {
    List<Located<RemoteWriteSettings>> unnamed =
        instance.remoteWrites().stream()
            .map(one -> new Located<>(one.settings().identified("", ""), one.place()))
            .toList();
    var byName = new LinkedHashMap<String, Located<RemoteWriteSettings>>();
    for (Located<RemoteWriteSettings> one : new RemoteWriteNames(group).name(unnamed)) {
      byName.putIfAbsent(one.settings().name(), one);
    }
    return List.copyOf(byName.values());
  }

  private List<Statement> body() {
    Span place = instance.place().place();
    var blocks = new Blocks();
    var tree = new InstanceTree(Form.EXACT, instance, blocks, terms.place());
    var labels = new HashSet<String>();
    for (Located<ScrapeSettings> job : instance.jobs()) {
      tree.job(
          job,
          label(job.settings().jobName(), labels),
          "argument." + InstanceModule.RECEIVER + ".value");
    }
    List<Statement> body = new ArrayList<>();
    body.add(new BlockBuilder("argument", InstanceModule.RECEIVER, place).build());
    body.addAll(blocks.build());
    return body;
  }

  /// Two names can have the same nearest label.
  private static String label(String job, Set<String> taken) {
    String label = Identifiers.sanitize("job_" + job);
    String candidate = label;
    for (int i = 2; !taken.add(candidate); i++) {
      candidate = label + "_" + i;
    }
    return candidate;
  }
}
