package io.tributary.discovery.component;

import io.tributary.component.ComponentDefinition;
import io.tributary.discovery.local.FileMatchComponent;
import io.tributary.discovery.local.LocalFileComponent;
import io.tributary.discovery.remote.RemoteHttpComponent;
import java.util.List;

/// The components of this module, one to a line.
///
/// Those that call others need the service [io.tributary.discovery.client.ComponentClients].
public final class DiscoveryComponents {
  private DiscoveryComponents() {}

  public static List<ComponentDefinition<?>> all() {
    return List.of(
        DnsComponent.definition(),
        FileComponent.definition(),
        HostFilterComponent.definition(),
        HttpComponent.definition(),
        ProcessComponent.definition(),
        RelabelComponent.definition(),
        LocalFileComponent.definition(),
        FileMatchComponent.definition(),
        RemoteHttpComponent.definition());
  }
}
