package io.tributary.dialects.prometheus.tree;

import io.tributary.dialects.tree.BlockBuilder;
import io.tributary.dialects.tree.Expressions;
import io.tributary.dialects.tree.Lines;
import io.tributary.dialects.tree.Locator;
import io.tributary.discovery.DiscoverySettings;
import io.tributary.discovery.TargetGroup;
import io.tributary.discovery.dns.DnsDiscoverySettings;
import io.tributary.discovery.file.FileDiscoverySettings;
import io.tributary.discovery.http.HttpDiscoverySettings;
import io.tributary.discovery.statics.StaticDiscoverySettings;
import io.tributary.model.labels.Labels;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.river.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// The targets of a job: a component for each mechanism, and a list for what is static.
///
/// Source: grafana/alloy `internal/converter/internal/prometheusconvert/component`, for the order
/// and the labels.
final class DiscoveryTree {
  private final Form form;
  private final Blocks blocks;
  private final Locator job;
  private final String label;
  private final String jobName;
  private final List<Expression> sources = new ArrayList<>();

  DiscoveryTree(Form form, Blocks blocks, Locator job, String label, String jobName) {
    this.form = form;
    this.blocks = blocks;
    this.job = job;
    this.label = label;
    this.jobName = jobName;
  }

  /// What the job scrapes, one expression for each part that finds some of it.
  List<Expression> sources(List<DiscoverySettings> all) {
    for (String mechanism : List.of("dns", "file", "http", "static")) {
      int index = 0;
      for (DiscoverySettings settings : all) {
        if (settings.mechanism().equals(mechanism)) {
          source(settings, index++);
        }
      }
    }
    return sources;
  }

  private void source(DiscoverySettings settings, int index) {
    switch (settings) {
      case DnsDiscoverySettings dns -> dns(dns, open("dns", index));
      case FileDiscoverySettings file -> file(file, open("file", index));
      case HttpDiscoverySettings http -> http(http, open("http", index));
      case StaticDiscoverySettings statics -> statics(statics);
      default ->
          throw new IllegalStateException(
              "BUG: no tree for discovery with " + settings.mechanism());
    }
  }

  private Lines open(String mechanism, int index) {
    Locator section = job.at(mechanism + "_sd_configs").item(index);
    String name = "discovery." + mechanism;
    BlockBuilder block = blocks.add(name, free(name, index), section.place());
    sources.add(Expressions.reference(block.id() + ".targets", section.place()));
    blocks.findsTargets(block.id(), jobName);
    return Lines.of(block, section);
  }

  /// `web`, `web_2`, `web_3`. Of two blocks of one name Alloy's converter says that there are two;
  /// what is exact goes on counting.
  private String free(String name, int index) {
    int number = index;
    String candidate = numbered(number);
    while (form.isExact() && blocks.has(name, candidate)) {
      candidate = numbered(++number);
    }
    return candidate;
  }

  private String numbered(int index) {
    return index == 0 ? label : label + "_" + (index + 1);
  }

  private static void dns(DnsDiscoverySettings settings, Lines lines) {
    lines
        .set("names", Expressions.texts(settings.names(), lines.place("names")))
        .duration(
            "refresh_interval",
            settings.refreshInterval(),
            DnsDiscoverySettings.DEFAULT_REFRESH_INTERVAL)
        .text("type", settings.type(), "SRV");
    // A port of records that name one themselves is read and has no effect.
    String written = settings.port() == 0 ? lines.section().at("port").text() : "";
    lines.number("port", isNumber(written) ? Long.parseLong(written) : settings.port(), 0);
  }

  private static boolean isNumber(String text) {
    return text.matches("[1-9][0-9]{0,4}");
  }

  private static void file(FileDiscoverySettings settings, Lines lines) {
    lines
        .set("files", Expressions.texts(settings.files(), lines.place("files")))
        .duration(
            "refresh_interval",
            settings.refreshInterval(),
            FileDiscoverySettings.DEFAULT_REFRESH_INTERVAL);
  }

  /// Alloy's converter writes what is as usual, too.
  private void http(HttpDiscoverySettings settings, Lines lines) {
    if (form.isExact()) {
      HttpClientTree.write(lines, settings.client(), HttpClientSettings.DEFAULTS, form);
      lines.duration(
          "refresh_interval",
          settings.refreshInterval(),
          HttpDiscoverySettings.DEFAULT_REFRESH_INTERVAL);
    } else {
      HttpClientTree.writeWhole(lines, settings.client(), form);
      lines.set(
          "refresh_interval",
          Expressions.duration(settings.refreshInterval(), lines.place("refresh_interval")));
    }
    lines.set("url", Expressions.text(settings.written(), lines.place("url")));
  }

  private void statics(StaticDiscoverySettings settings) {
    Locator groups = job.at("static_configs");
    for (int i = 0; i < settings.groups().size(); i++) {
      TargetGroup group = settings.groups().get(i);
      Locator section = groups.item(i);
      Locator targets = section.at("targets");
      Locator labels = section.at("labels");
      for (int j = 0; j < group.targets().size(); j++) {
        sources.add(target(group.targets().get(j), group.labels(), targets.item(j), labels));
      }
    }
  }

  private static Expression target(Labels own, Labels shared, Locator target, Locator labels) {
    var fields = new TreeMap<String, Expression>();
    fields.put("__address__", Expressions.text("", target.place()));
    shared.forEach(
        (name, value) -> fields.put(name, Expressions.text(value, labels.at(name).place())));
    own.forEach((name, value) -> fields.put(name, Expressions.text(value, target.place())));
    Expression object = Expressions.object(fields, target.place());
    return Expressions.list(List.of(object), target.place());
  }
}
