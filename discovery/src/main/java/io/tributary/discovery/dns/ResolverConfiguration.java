package io.tributary.discovery.dns;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What `/etc/resolv.conf` says: who to ask, and what to put behind short names.
///
/// `ndots` is the number of dots from which a name is tried as it is before the search list.
///
/// Source: miekg/dns `clientconfig.go`; resolv.conf(5).
record ResolverConfiguration(List<String> servers, List<String> search, int ndots, int port) {
  static final Path SYSTEM_FILE = Path.of("/etc/resolv.conf");
  private static final int MAX_NDOTS = 15;
  private static final int DNS_PORT = 53;

  ResolverConfiguration {
    servers = List.copyOf(servers);
    search = List.copyOf(search);
  }

  static ResolverConfiguration read(Path file) throws IOException {
    try {
      // Names and numbers are ASCII; a comment in another encoding must not hinder.
      return parse(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new IOException("could not load resolv.conf: " + e, e);
    }
  }

  static ResolverConfiguration parse(String text) {
    var servers = new ArrayList<String>();
    List<String> search = List.of();
    int ndots = 1;
    for (String line : text.split("\n")) {
      String[] words = line.strip().split("\\s+");
      if (line.startsWith(";") || line.startsWith("#") || words.length < 2) {
        continue;
      }
      List<String> rest = List.of(words).subList(1, words.length);
      switch (words[0]) {
        case "nameserver" -> servers.add(rest.getFirst());
        case "domain" -> search = List.of(rest.getFirst());
        case "search" -> search = rest;
        case "options" -> ndots = ndots(rest, ndots);
        default -> {
          // Options of the C library that do not concern us.
        }
      }
    }
    return new ResolverConfiguration(servers, search, ndots, DNS_PORT);
  }

  private static int ndots(List<String> options, int otherwise) {
    int ndots = otherwise;
    for (String option : options) {
      if (option.matches("ndots:\\d{1,9}")) {
        ndots = Math.min(Integer.parseInt(option.substring(6)), MAX_NDOTS);
      }
    }
    return ndots;
  }

  /// The names to ask for, in order, each with its final dot.
  List<String> candidates(String name) {
    if (name.endsWith(".")) {
      return List.of(name);
    }
    boolean hasNdots = name.chars().filter(c -> c == '.').count() >= ndots;
    var names = new ArrayList<String>();
    if (hasNdots) {
      names.add(name + ".");
    }
    for (String suffix : search) {
      names.add(name + "." + (suffix.endsWith(".") ? suffix : suffix + "."));
    }
    if (!hasNdots) {
      names.add(name + ".");
    }
    return names;
  }
}
