package io.tributary.agent.cluster;

import io.tributary.cluster.discovery.DiscoveryStatus;
import io.tributary.cluster.lease.Lease;
import io.tributary.cluster.lease.LeaseKeeper;
import io.tributary.cluster.sharing.UnitStatus;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// `/api/v0/web/cluster`: what is shared with other nodes, as this one knows it.
///
/// @param load only where this node gives out the targets
/// @param lease only where there is a store
/// @param units one for each component whose targets are shared
/// @param discovery one for each kind and configuration of components whose discovery is
record ClusterDocument(
    boolean isReady,
    int minimumSize,
    Optional<ClusterLoad> load,
    Optional<LeaseState> lease,
    List<UnitStatus> units,
    List<DiscoveryStatus> discovery) {
  private static final JsonFactory JSON = new JsonFactory();

  /// Which side goes on, as far as this node knows.
  ///
  /// @param standing of this node's side
  /// @param holder who renews the lease; empty where nobody does
  /// @param members who is on the holder's side
  /// @param problem why the store did not answer last time; empty where it did
  record LeaseState(
      String standing, String holder, long term, List<String> members, String problem) {
    static LeaseState of(LeaseKeeper keeper, Optional<String> problem) {
      Optional<Lease> lease = keeper.lease();
      return new LeaseState(
          keeper.standing().text(),
          lease.map(known -> known.holder().name()).orElse(""),
          keeper.term(),
          lease.map(known -> known.members().stream().sorted().toList()).orElse(List.of()),
          problem.orElse(""));
    }
  }

  byte[] toJson() {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeBooleanProperty("ready", isReady);
      json.writeNumberProperty("minimumSize", minimumSize);
      load.ifPresent(known -> write(known, json));
      lease.ifPresent(known -> write(known, json));
      json.writeName("units");
      json.writeStartArray();
      units.forEach(unit -> write(unit, json));
      json.writeEndArray();
      json.writeName("discovery");
      json.writeStartArray();
      discovery.forEach(unit -> write(unit, json));
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void write(ClusterLoad load, JsonGenerator json) {
    json.writeName("load");
    json.writeStartObject();
    json.writeNumberProperty("series", load.cost().series());
    json.writeNumberProperty("bodyBytes", load.cost().bytes());
    json.writeNumberProperty("replicas", load.replicas());
    json.writeNumberProperty("replicasWanted", load.replicasWanted());
    json.writeEndObject();
  }

  private static void write(LeaseState lease, JsonGenerator json) {
    json.writeName("lease");
    json.writeStartObject();
    json.writeStringProperty("standing", lease.standing());
    json.writeStringProperty("holder", lease.holder());
    json.writeNumberProperty("term", lease.term());
    names("members", lease.members(), json);
    json.writeStringProperty("problem", lease.problem());
    json.writeEndObject();
  }

  private static void write(UnitStatus unit, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("component", unit.unit());
    json.writeStringProperty("leader", unit.leader());
    names("owners", unit.owners(), json);
    names("mismatched", unit.mismatched(), json);
    json.writeNumberProperty("targets", unit.offered());
    json.writeNumberProperty("held", unit.held());
    json.writeNumberProperty("moving", unit.moving());
    json.writeEndObject();
  }

  /// The digest is left out: it is made of secrets, too.
  private static void write(DiscoveryStatus unit, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("component", unit.kind());
    json.writeStringProperty("role", unit.role().name().toLowerCase(Locale.ROOT));
    json.writeStringProperty("runsOn", unit.runsOn());
    json.writeStringProperty("since", Instant.ofEpochMilli(unit.sinceMs()).toString());
    json.writeStringProperty("foundBy", unit.foundBy());
    json.writeNumberProperty("targets", unit.targets());
    json.writeStringProperty("problem", unit.problem());
    json.writeEndObject();
  }

  private static void names(String property, List<String> names, JsonGenerator json) {
    json.writeName(property);
    json.writeStartArray();
    names.forEach(json::writeString);
    json.writeEndArray();
  }
}
