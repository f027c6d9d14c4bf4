package io.tributary.discovery.process;

import io.tributary.model.labels.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gives processes the labels of the containers that they run in.
///
/// Source: grafana/alloy `internal/component/discovery/process/join.go`, `container.go`.
public final class ContainerJoin {
  private static final List<String> RUNTIMES = List.of("docker://", "containerd://", "cri-o://");

  private ContainerJoin() {}

  /// Containers that have no id, then the processes, those in a known container with its labels,
  /// which win, then every container with an id. Of those with the same one, the last counts.
  public static List<Labels> join(List<Labels> processes, List<Labels> containers) {
    var joined = new ArrayList<Labels>(processes.size() + containers.size());
    Map<String, Labels> byId = new LinkedHashMap<>();
    for (Labels container : containers) {
      String id = containerId(container);
      if (id.isEmpty()) {
        joined.add(container);
      } else {
        byId.put(id, container);
      }
    }
    for (Labels process : processes) {
      Labels container = byId.get(containerId(process));
      joined.add(container == null ? process : merged(process, container));
    }
    joined.addAll(byId.values());
    return joined;
  }

  private static Labels merged(Labels process, Labels container) {
    var labels = new Labels.Builder(process);
    container.forEach(labels::set);
    return labels.build();
  }

  /// Empty where there is none. One of Kubernetes has its runtime in front.
  static String containerId(Labels target) {
    String own = target.getOrEmpty(ProcessScan.CONTAINER_ID);
    if (!own.isEmpty()) {
      return own;
    }
    String pod = target.getOrEmpty("__meta_kubernetes_pod_container_id");
    if (pod.isEmpty()) {
      return target.getOrEmpty("__meta_docker_container_id");
    }
    for (String runtime : RUNTIMES) {
      if (pod.startsWith(runtime)) {
        return pod.substring(runtime.length());
      }
    }
    return "";
  }
}
