package io.tributary.net.client;

import io.tributary.base.secret.Secret;
import io.tributary.base.secret.SecretNames;
import io.tributary.base.secret.SecretSource;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/// What a peer was told and nobody else may read: taken out of texts of the peer before they are
/// quoted. Some answer a refusal with everything that they were sent.
public final class SentSecrets {
  public static final SentSecrets NONE =
      new SentSecrets(HttpClientSettings.DEFAULTS, List.of(), "");

  /// Shorter ones are in every text, and protect nothing.
  private static final int MIN_CHARS = 4;

  /// Credentials of a header, whoever made them: tokens come and go.
  private static final Pattern CREDENTIALS =
      Pattern.compile("(?i)\\b(basic|bearer|digest|negotiate)(?:\\s|%20|\\+)[\\s+]*+[^\\s\"',;]++");

  private final HttpClientSettings settings;
  private final List<String> values;
  private final String url;

  /// `more` are values of further headers.
  private SentSecrets(HttpClientSettings settings, Collection<String> more, String url) {
    this.settings = settings;
    this.values = List.copyOf(more);
    this.url = url;
  }

  /// Of requests to `url` with these settings and with `headers` of their own.
  public static SentSecrets of(
      HttpClientSettings settings, Collection<String> headers, String url) {
    return new SentSecrets(settings, headers, url);
  }

  /// `text` without them. Reads secrets that are in files as they are now.
  public String takenOutOf(String text) {
    String clean = CREDENTIALS.matcher(text).replaceAll("$1 " + Secret.REDACTED);
    for (String secret : known()) {
      if (secret.length() >= MIN_CHARS) clean = clean.replace(secret, Secret.REDACTED);
    }
    return clean;
  }

  private List<String> known() {
    var known = new ArrayList<>(values);
    var basic = settings.basicAuth();
    if (basic != null) add(basic.password(), known);
    var authorization = settings.authorization();
    if (authorization != null) add(authorization.credentials(), known);
    var oauth2 = settings.oauth2();
    if (oauth2 != null) add(oauth2.clientSecret(), known);
    add(settings.bearerToken(), known);
    for (var header : settings.httpHeaders()) {
      header.secrets().forEach(secret -> known.add(secret.value()));
      header.files().forEach(file -> add(SecretSource.ofFile(file), known));
    }
    addUrl(known);
    // What begins with another one would lose that beginning alone.
    known.sort(Comparator.comparingInt(String::length).reversed());
    return known;
  }

  private static void add(SecretSource source, List<String> known) {
    try {
      known.add(source.read());
    } catch (IOException e) {
      // It was not sent either.
    }
  }

  private void addUrl(List<String> known) {
    if (url.isEmpty()) return;
    var uri = URI.create(url);
    var user = Urls.userInfo(uri);
    if (user != null) {
      known.add(user.substring(user.indexOf(':') + 1));
      known.add(Credentials.decode(user.substring(user.indexOf(':') + 1)));
    }
    if (uri.getRawQuery() == null) return;
    for (String parameter : uri.getRawQuery().split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals >= 0 && SecretNames.isSecret(parameter.substring(0, equals))) {
        known.add(parameter.substring(equals + 1));
        known.add(Credentials.decode(parameter.substring(equals + 1)));
      }
    }
  }

  @Override
  public String toString() {
    return Secret.REDACTED;
  }
}
