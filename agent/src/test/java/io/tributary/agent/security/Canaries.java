package io.tributary.agent.security;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Values that are found again wherever they come up: as they are, or inside Base64.
final class Canaries {
  private final Map<String, String> names = new LinkedHashMap<>();

  /// A new canary; `name` says where it was put.
  String next(String name) {
    String canary = "canary%03dXq7zw".formatted(names.size());
    names.put(canary, name);
    return canary;
  }

  /// Makes something that was not made here a canary as well: the lines of a key.
  String adopt(String name, String pem) {
    pem.lines()
        .filter(line -> !line.startsWith("-") && line.length() > 20)
        .forEach(line -> names.put(line, name));
    return pem;
  }

  boolean isCanary(String value) {
    return names.keySet().stream().anyMatch(value::contains);
  }

  /// The places whose canary sings in `text`.
  List<String> heard(String text) {
    var heard = new ArrayList<String>();
    names.forEach((canary, name) -> {
      if (text.contains(canary) || encoded(canary).stream().anyMatch(text::contains)) {
        heard.add(name + " (" + canary + ")");
      }
    });
    return heard;
  }

  /// What Base64 makes of it wherever in a text it stands; its ends depend on their neighbours.
  private static List<String> encoded(String canary) {
    var all = new ArrayList<String>();
    for (int shift = 0; shift < 3; shift++) {
      byte[] bytes = (" ".repeat(shift) + canary).getBytes(StandardCharsets.UTF_8);
      String text = Base64.getEncoder().withoutPadding().encodeToString(bytes);
      all.add(text.substring(shift == 0 ? 0 : 4, text.length() - 4));
    }
    return all;
  }
}
