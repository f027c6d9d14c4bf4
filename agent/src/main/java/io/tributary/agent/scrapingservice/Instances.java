package io.tributary.agent.scrapingservice;

import io.tributary.dialects.staticmode.StaticIndex;
import io.tributary.metrics.component.ScrapesTargets;
import io.tributary.metrics.component.SendsSamples;
import io.tributary.metrics.component.TakesWrites;
import io.tributary.runtime.GraphRuntime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/// The instances of static mode: those of its file, and the configurations of the scraping service
/// that run here. Any thread may ask.
public final class Instances {
  private final GraphRuntime graph;
  private final Supplier<StaticIndex> index;

  /// Components that run configurations, by their ids, when they were last looked for.
  private volatile Set<String> services = Set.of();

  public Instances(GraphRuntime graph, Supplier<StaticIndex> index) {
    this.graph = graph;
    this.index = index;
  }

  /// What scrapes for an instance.
  ///
  /// @param group what the instance is called where those that share a log are one
  /// @param job empty where it is called as what it scrapes
  public record Scraper(String group, Optional<String> job, ScrapesTargets scraper) {}

  private List<RunsConfigurations.Running> running() {
    return graph.capable(RunsConfigurations.class).values().stream()
        .map(RunsConfigurations::running)
        .flatMap(Collection::stream)
        .toList();
  }

  /// Sorted.
  public Collection<String> names() {
    var names = new TreeSet<>(index.get().instances());
    running().forEach(one -> names.add(one.name()));
    return names;
  }

  /// In no order that means anything.
  public List<Scraper> scrapers() {
    var all = new ArrayList<Scraper>();
    StaticIndex parts = index.get();
    Map<String, ScrapesTargets> components = graph.capable(ScrapesTargets.class);
    for (StaticIndex.Job job : parts.jobs()) {
      ScrapesTargets scraper = components.get(job.component());
      if (scraper != null) {
        all.add(new Scraper(parts.group(job.instance()), Optional.of(job.job()), scraper));
      }
    }
    Map<String, RunsConfigurations.Running> byModule = new TreeMap<>();
    running().forEach(one -> byModule.put(one.jobs(), one));
    components.forEach((id, scraper) -> {
      RunsConfigurations.Running one = byModule.get(moduleOf(id));
      if (one != null) {
        all.add(new Scraper(one.group(), Optional.empty(), scraper));
      }
    });
    return all;
  }

  private static String moduleOf(String id) {
    return id.substring(0, Math.max(0, id.lastIndexOf('/')));
  }

  /// What takes samples for an instance; empty where there is no such one, or it sends nowhere.
  ///
  /// Each write asks this. Who runs configurations is looked for in the whole graph only where
  /// those who did the last time do not know the instance.
  public Optional<TakesWrites> log(String instance) {
    Optional<TakesWrites> own =
        index.get().log(instance).flatMap(id -> graph.capable(id, TakesWrites.class));
    return own.or(() -> ofConfiguration(instance))
        .or(() -> {
          services = Set.copyOf(graph.capable(RunsConfigurations.class).keySet());
          return ofConfiguration(instance);
        });
  }

  private Optional<TakesWrites> ofConfiguration(String name) {
    return services.stream()
        .flatMap(id -> graph.capable(id, RunsConfigurations.class).stream())
        .flatMap(service -> service.log(name).stream())
        .findFirst();
  }

  /// What sends, with the name of the group whose log it has. A group can have several.
  public Map<SendsSamples, String> logs() {
    var all = new IdentityHashMap<SendsSamples, String>();
    Map<String, SendsSamples> senders = graph.capable(SendsSamples.class);
    index
        .get()
        .logs()
        .forEach((component, group) -> {
          SendsSamples sender = senders.get(component);
          if (sender != null) {
            all.put(sender, group);
          }
        });
    Map<String, String> groups = new TreeMap<>();
    running().forEach(one -> groups.put(one.log(), one.group()));
    senders.forEach((id, sender) -> {
      String group = groups.get(moduleOf(id));
      if (group != null) {
        all.put(sender, group);
      }
    });
    return all;
  }
}
