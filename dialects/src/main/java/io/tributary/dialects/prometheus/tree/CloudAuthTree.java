package io.tributary.dialects.prometheus.tree;

import io.tributary.dialects.tree.Expressions;
import io.tributary.dialects.tree.Lines;
import io.tributary.dialects.tree.Locator;
import java.util.List;
import java.util.Map;

/// The blocks of an endpoint that say how to be known to a cloud. Alloy runs them; Tributary does
/// not, so they are copied from the file as they are written.
final class CloudAuthTree {
  private static final String FIPS = "use_fips_sts_endpoint";
  private static final Map<String, String> USUAL =
      Map.of(
          "service_name", "aps",
          "cloud", "AzurePublic",
          "token_file_path", "/var/run/secrets/azure/tokens/azure-identity-token");

  private CloudAuthTree() {}

  static void write(Lines endpoint) {
    Locator section = endpoint.section();
    if (section.at("sigv4").isThere()) {
      texts(
          endpoint.open("sigv4"),
          List.of(
              "region",
              "access_key",
              "secret_key",
              "profile",
              "role_arn",
              "external_id",
              FIPS,
              "service_name"));
    }
    if (section.at("azuread").isThere()) {
      Lines azure = endpoint.open("azuread");
      inner(azure, "managed_identity", List.of("client_id"));
      inner(azure, "workload_identity", List.of("client_id", "tenant_id", "token_file_path"));
      inner(azure, "oauth", List.of("client_id", "client_secret", "tenant_id"));
      inner(azure, "sdk", List.of("tenant_id"));
      texts(azure, List.of("cloud", "scope"));
    }
    if (section.at("google_iam").isThere()) {
      texts(endpoint.open("google_iam"), List.of("credentials_file"));
    }
  }

  private static void inner(Lines azure, String name, List<String> keys) {
    if (azure.section().at(name).isThere()) {
      texts(azure.open(name), keys);
    }
  }

  private static void texts(Lines lines, List<String> keys) {
    for (String key : keys) {
      Locator written = lines.section().at(key);
      if (!key.equals(FIPS)) {
        lines.text(key, written.text().equals(USUAL.get(key)) ? "" : written.text());
      } else if (written.isTrue()) {
        lines.set(key, Expressions.bool(true, lines.place(key)));
      }
    }
  }
}
