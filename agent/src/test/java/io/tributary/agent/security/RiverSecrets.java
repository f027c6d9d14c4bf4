package io.tributary.agent.security;

import io.tributary.agent.security.KeyPairs.Pair;
import java.util.ArrayList;
import java.util.List;

/// A River file with a canary in every argument that can hold a secret.
final class RiverSecrets extends PlantedSecrets {
  private final int self;

  RiverSecrets(Canaries canaries, int echo, int self, List<Pair> pairs) {
    super(canaries, echo, pairs);
    this.self = self;
  }

  /// The arguments of an HTTP client, one way to authenticate at a time.
  private List<String> ways(String where) {
    var ways = new ArrayList<String>();
    ways.add(
        """
        basic_auth {
          username = "user"
          password = "%s"
        }
        proxy_url = "http://user:%s@127.0.0.1:%d"
        proxy_connect_header = {"X-Proxy" = ["%s"]}
        http_headers = {"X-Secret" = ["%s"]}
        """
            .formatted(
                canary(where, "password"),
                canary(where, "proxy_url"),
                echo,
                canary(where, "proxy_connect_header"),
                canary(where, "http_headers")));
    ways.add(
        """
        authorization {
          type = "Bearer"
          credentials = "%s"
        }
        """
                .formatted(canary(where, "credentials"))
            + tls(where));
    ways.add(
        """
        oauth2 {
          client_id = "id"
          client_secret = "%s"
          token_url = "http://user:%s@127.0.0.1:%d/400/token?api_key=%s"
          endpoint_params = {"client_assertion_secret" = "%s"}
          proxy_url = "http://user:%s@127.0.0.1:%d"
          proxy_connect_header = {"X-Proxy" = ["%s"]}
        %s}
        """
            .formatted(
                canary(where, "client_secret"),
                canary(where, "token_url"),
                echo,
                canary(where, "token_url query"),
                canary(where, "endpoint_params"),
                canary(where, "oauth2 proxy_url"),
                echo,
                canary(where, "oauth2 proxy_connect_header"),
                tls(where + " oauth2")));
    ways.add("bearer_token = \"%s\"\n".formatted(canary(where, "bearer_token")));
    return ways;
  }

  private String tls(String where) {
    return """
    tls_config {
      cert_pem = %s
      key_pem = %s
    }
    """
        .formatted(certificate(), key(where));
  }

  String text() {
    var river = new StringBuilder("logging { level = \"debug\" }\n");
    int count = 0;
    for (String way : ways("prometheus.scrape")) {
      river.append(
          """
          prometheus.scrape "s%d" {
            targets = [{"__address__" = "127.0.0.1:%d"}, {"__address__" = "127.0.0.1:%d", "__metrics_path__" = "/metrics"}]
            forward_to = [prometheus.remote_write.all.receiver]
            scrape_interval = "500ms"
            scrape_timeout = "500ms"
            metrics_path = "/500/scrape"
            params = {"api_key" = ["%s"]}
          %s}
          """
              .formatted(count++, echo, self, canary("prometheus.scrape", "params"), way));
    }
    for (String way : ways("discovery.http")) {
      river.append(
          """
          discovery.http "d%d" {
            url = "http://user:%s@127.0.0.1:%d/403/sd?token=%s"
          %s}
          """
              .formatted(
                  count++,
                  canary("discovery.http", "url"),
                  echo,
                  canary("discovery.http", "url query"),
                  way));
    }
    for (String way : ways("remote.http")) {
      river.append(
          """
          remote.http "r%d" {
            url = "http://user:%s@127.0.0.1:%d/200/text?token=%s"
            is_secret = true
            headers = {"X-Token" = "%s"}
            client {
          %s  }
          }
          """
              .formatted(
                  count++,
                  canary("remote.http", "url"),
                  echo,
                  canary("remote.http", "url query"),
                  canary("remote.http", "headers"),
                  way));
    }
    river.append("prometheus.remote_write \"all\" {\n");
    int[] statuses = {401, 400, 500, 404};
    for (String way : ways("prometheus.remote_write")) {
      river.append(
          """
          endpoint {
            name = "e%d"
            url = "http://user:%s@127.0.0.1:%d/%d/write?token=%s"
            headers = {"X-Token" = "%s"}
          %s}
          """
              .formatted(
                  count,
                  canary("prometheus.remote_write", "url"),
                  echo,
                  statuses[count++ % statuses.length],
                  canary("prometheus.remote_write", "url query"),
                  canary("prometheus.remote_write", "headers"),
                  way));
    }
    return river.append("}\n").toString();
  }
}
