package io.tributary.agent.explain;

import io.tributary.discovery.DiscoverySettings;
import io.tributary.discovery.TargetGroup;
import io.tributary.discovery.dns.DnsDiscoverySettings;
import io.tributary.discovery.http.HttpDiscoverySettings;
import io.tributary.discovery.statics.StaticDiscoverySettings;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.metrics.scrape.TargetBuilder;
import io.tributary.model.labels.Labels;
import io.tributary.model.relabel.analysis.LabelState;
import io.tributary.model.relabel.analysis.PossibleValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is certain about the labels that discovery gives to targets.
///
/// Static targets and DNS name every label that there can be. Files and answers over HTTP may hold
/// any label at all.
public final class DiscoveryFacts {
  /// The labels of each target that DNS finds.
  ///
  /// Source: prometheus/prometheus `discovery/dns/dns.go`.
  private static final List<String> DNS_LABELS =
      List.of(
          "__address__",
          "__meta_dns_name",
          "__meta_dns_srv_record_target",
          "__meta_dns_srv_record_port",
          "__meta_dns_mx_record_target",
          "__meta_dns_ns_record_target");

  private DiscoveryFacts() {}

  /// What the mechanisms of a job can find.
  static LabelState of(List<DiscoverySettings> mechanisms) {
    LabelState all = null;
    for (DiscoverySettings mechanism : mechanisms) {
      LabelState one = of(mechanism);
      all = all == null ? one : all.or(one);
    }
    return all == null ? LabelState.unknown() : all;
  }

  private static LabelState of(DiscoverySettings mechanism) {
    return switch (mechanism) {
      case StaticDiscoverySettings(var groups) -> ofTargets(targets(groups));
      case DnsDiscoverySettings dns -> dns(dns.names());
      // Not the URL itself, which a finding might show: it may hold a password.
      case HttpDiscoverySettings _ ->
          LabelState.open(Map.of("__meta_url", PossibleValues.ANY.present()));
      default -> LabelState.unknown();
    };
  }

  /// Just these targets, and no others.
  static LabelState ofTargets(List<Labels> targets) {
    Set<String> names = new HashSet<>();
    targets.forEach(labels -> labels.forEach((name, _) -> names.add(name)));
    var known = new HashMap<String, PossibleValues>();
    for (String name : names) {
      Set<String> values = new LinkedHashSet<>();
      targets.forEach(labels -> values.add(labels.getOrEmpty(name)));
      known.put(name, PossibleValues.only(values));
    }
    return LabelState.closed(known);
  }

  /// `names` are those that are looked up; empty where they are not known.
  static LabelState dns(List<String> names) {
    var known = new HashMap<String, PossibleValues>();
    DNS_LABELS.forEach(label -> known.put(label, PossibleValues.ANY));
    known.put("__address__", PossibleValues.ANY.present());
    if (!names.isEmpty()) {
      known.put("__meta_dns_name", PossibleValues.only(names));
    }
    return LabelState.closed(known);
  }

  /// The targets of static groups, each with the labels of its group.
  static List<Labels> targets(List<TargetGroup> groups) {
    var targets = new ArrayList<Labels>();
    for (TargetGroup group : groups) {
      for (Labels target : group.targets()) {
        var labels = new Labels.Builder(group.labels());
        target.forEach(labels::set);
        targets.add(labels.build());
      }
    }
    return targets;
  }

  /// What a scrape job adds to targets that do not have it.
  static LabelState withDefaults(LabelState discovered, ScrapeSettings job) {
    Labels defaults =
        new TargetBuilder(job)
            .discoveredLabels(Labels.EMPTY, new TargetGroup("", List.of(), Labels.EMPTY));
    LabelState changed =
        discovered.map((name, values) -> {
          String added = defaults.get(name);
          if (added == null || !values.contains("")) {
            return values;
          }
          return values.known().map(known -> withDefault(known, added)).orElseGet(values::present);
        });
    return changed.withNames(defaults.toMap().keySet());
  }

  private static PossibleValues withDefault(Set<String> known, String added) {
    var values = new LinkedHashSet<>(known);
    values.remove("");
    values.add(added);
    return PossibleValues.only(values);
  }
}
