package io.tributary.discovery.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The names of users by their numbers.
///
/// Source: passwd(5).
final class Users {
  private static final Logger LOG = LoggerFactory.getLogger(Users.class);
  private static final int UID = 2;

  private final Map<String, String> names;

  private Users(Map<String, String> names) {
    this.names = names;
  }

  /// Of one number the first name counts. A file that cannot be read has none.
  static Users read(Path file) {
    var names = new HashMap<String, String>();
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
        String[] fields = line.split(":", -1);
        if (fields.length > UID) {
          names.putIfAbsent(fields[UID], fields[0]);
        }
      }
    } catch (IOException e) {
      LOG.atDebug().addKeyValue("path", file).addKeyValue("err", e).log("Cannot read users");
    }
    return new Users(names);
  }

  /// Empty for one that has none.
  String name(String uid) {
    return names.getOrDefault(uid, "");
  }
}
