package io.tributary.net.server;

import io.tributary.base.bytes.Digests;
import io.tributary.base.secret.Secret;
import io.tributary.base.secret.SecretSource;
import io.tributary.net.auth.Bcrypt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Who may ask: users with the bcrypt hashes of their passwords, bearers of tokens, and the role of
/// each. Without any, everybody may do everything.
///
/// ```yaml
/// basic_auth_users:
///   alice: $2y$10$...          # as in the exporter toolkit
/// user_roles:                  # Tributary's own, as is what follows
///   alice: viewer              # admin where nothing is said, as in the toolkit
/// bearer_tokens:
///   prometheus:                # a name for messages
///     token_file: scrape.token # or token: ..., at least 16 characters
///     role: viewer             # viewer where nothing is said
/// ```
public record WebUsers(
    Map<String, Secret> hashes, Map<String, Role> roles, Map<String, Bearer> bearers) {
  /// Shorter tokens can be guessed.
  static final int MIN_TOKEN_CHARS = 16;

  public static final WebUsers NOBODY = new WebUsers(Map.of(), Map.of(), Map.of());

  /// A token, read again for each request where it is in a file, and what it is good for.
  public record Bearer(SecretSource token, Role role) {}

  public WebUsers {
    hashes = Map.copyOf(hashes);
    roles = Map.copyOf(roles);
    bearers = Map.copyOf(bearers);
  }

  boolean isEmpty() {
    return hashes.isEmpty() && bearers.isEmpty();
  }

  Role roleOf(String user) {
    return roles.getOrDefault(user, Role.ADMIN);
  }

  static WebUsers read(Path file, StrictYaml root) throws IOException {
    var hashes = new LinkedHashMap<String, Secret>();
    root.section("basic_auth_users")
        .strings()
        .forEach((name, hash) -> hashes.put(name, Secret.of(hash)));
    var roles = new LinkedHashMap<String, Role>();
    var section = root.section("user_roles");
    for (var entry : section.strings().entrySet()) {
      if (!hashes.containsKey(entry.getKey())) {
        throw section.problem("user_roles: no user \"" + entry.getKey() + "\"");
      }
      roles.put(entry.getKey(), role(section, entry.getValue()));
    }
    var bearers = new LinkedHashMap<String, Bearer>();
    var tokens = root.section("bearer_tokens");
    for (var name : tokens.keys()) bearers.put(name, bearer(file, tokens.section(name)));
    return new WebUsers(hashes, roles, bearers);
  }

  private static Bearer bearer(Path file, StrictYaml section) throws IOException {
    section.only("token", "token_file", "role");
    var token = WebConfig.source(file, section, "token", "token_file");
    if (!token.isSet()) throw section.problem("missing one of token or token_file");
    var role = section.string("role");
    return new Bearer(token, role.isEmpty() ? Role.VIEWER : role(section, role));
  }

  private static Role role(StrictYaml section, String text) throws IOException {
    var role = Role.parse(text);
    if (role.isPresent()) return role.get();
    throw section.problem(
        "unknown role \"" + text + "\", expected \"viewer\", \"operator\" or \"admin\"");
  }

  /// Checks what only a look at the values tells: hashes are hashes, tokens are long enough.
  void check(Path file) throws IOException {
    for (var user : hashes.entrySet()) {
      try {
        Bcrypt.cost(user.getValue().value());
      } catch (IllegalArgumentException e) {
        throw new IOException(
            "cannot use " + file + ": user \"" + user.getKey() + "\": " + e.getMessage(), e);
      }
    }
    for (var bearer : bearers.entrySet()) {
      try {
        token(bearer.getValue());
      } catch (IOException e) {
        throw new IOException(
            "cannot use " + file + ": bearer \"" + bearer.getKey() + "\": " + e.getMessage(), e);
      }
    }
  }

  private static String token(Bearer bearer) throws IOException {
    var token = bearer.token().read();
    if (token.length() >= MIN_TOKEN_CHARS) return token;
    throw new IOException("the token has less than " + MIN_TOKEN_CHARS + " characters");
  }

  /// The role that goes with a token. Compares it with all there are, each in a time that does not
  /// tell how much of it is right. Throws where it is none of those that can be read, and one
  /// cannot.
  Optional<Role> bearing(String token) throws IOException {
    var offered = digest(token);
    var found = Optional.<Role>empty();
    IOException unreadable = null;
    for (var bearer : bearers.values()) {
      try {
        boolean isSame = MessageDigest.isEqual(offered, digest(token(bearer)));
        if (isSame && (found.isEmpty() || bearer.role().covers(found.get()))) {
          found = Optional.of(bearer.role());
        }
      } catch (IOException e) {
        unreadable = e;
      }
    }
    if (found.isEmpty() && unreadable != null) throw unreadable;
    return found;
  }

  private static byte[] digest(String text) {
    return Digests.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
  }
}
