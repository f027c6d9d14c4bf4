package io.tributary.dialects.instance;

import io.tributary.base.bytes.Digests;
import io.tributary.dialects.prometheus.Located;
import io.tributary.dialects.yaml.Fields;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Gives the destinations of one instance their names: what was written, else the name of the
/// instance and six digits of a hash, as the original has it in the label `remote_name`.
///
/// The original's hash leaves secrets out, so that it takes two destinations that differ in nothing
/// else for one, and refuses them. Here the second gets a hash with its secrets.
///
/// Source: grafana/agent `static/metrics/instance/instance.go`, ApplyDefaults.
public final class RemoteWriteNames {
  private static final int DIGITS = 6;

  private final String instance;

  /// Each name with the text of its destination, secrets in it.
  private final Map<String, String> names = new HashMap<>();

  public RemoteWriteNames(String instance) {
    this.instance = instance;
  }

  /// Without a word about two that are the same in everything.
  public List<Located<RemoteWriteSettings>> name(List<Located<RemoteWriteSettings>> destinations) {
    return name(destinations, _ -> {});
  }

  /// Two that are the same in everything are reported in the section of the instance.
  List<Located<RemoteWriteSettings>> name(
      List<Located<RemoteWriteSettings>> destinations, Fields fields) {
    return name(destinations, problem -> fields.error("remote_write", problem));
  }

  private List<Located<RemoteWriteSettings>> name(
      List<Located<RemoteWriteSettings>> destinations, Consumer<String> problems) {
    var named = new ArrayList<Located<RemoteWriteSettings>>();
    for (Located<RemoteWriteSettings> destination : destinations) {
      String clear = RemoteWriteJson.clear(destination);
      String hash = md5(RemoteWriteJson.hidden(destination));
      String written = destination.settings().name();
      String name = written.isEmpty() ? generated(hash) : written;
      if (written.isEmpty() && isTakenByAnother(name, clear)) {
        name = generated(md5(clear));
      }
      if (names.put(name, clear) != null) {
        problems.accept(
            written.isEmpty()
                ? "found two identical remote_write configs"
                : "found duplicate remote write configs with name \"" + name + '"');
      }
      named.add(new Located<>(destination.settings().identified(name, hash), destination.place()));
    }
    return named;
  }

  private String generated(String hash) {
    return instance + "-" + hash.substring(0, DIGITS);
  }

  private boolean isTakenByAnother(String name, String clear) {
    String other = names.get(name);
    return other != null && !other.equals(clear);
  }

  private static String md5(String text) {
    return Digests.hex(Digests.md5(), text);
  }
}
