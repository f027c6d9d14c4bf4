package io.tributary.agent.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.tributary.base.secret.Secret;
import io.tributary.base.secret.SecretSource;
import io.tributary.river.value.OptionalSecret;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Every field of the program that holds a secret, by class. Who adds one puts a canary into
/// [PrometheusSecrets] or [RiverSecrets] and adds it here, or says why none can sing.
class SecretFieldsTest {
  private static final Set<String> TYPES =
      Set.of(Secret.class.getName(), SecretSource.class.getName(), OptionalSecret.class.getName());

  /// Where settings are; the rest computes.
  private static final String[] PACKAGES = {
    "io.tributary.agent",
    "io.tributary.base.secret",
    "io.tributary.component",
    "io.tributary.dialects",
    "io.tributary.discovery",
    "io.tributary.metrics.component",
    "io.tributary.metrics.remotewrite",
    "io.tributary.metrics.scrape",
    "io.tributary.net",
    "io.tributary.river.value",
    "io.tributary.runtime"
  };

  /// Those with a canary in one of the two.
  private static final List<String> WITH_CANARY =
      List.of(
          "base.secret.SecretSource.text",
          "net.client.Authorization.credentials",
          "net.client.BasicAuth.password",
          "net.client.HeaderSettings.secrets",
          "net.client.HttpClientSettings.bearerToken",
          "net.client.OAuth2$JwtGrant.certificateKey",
          "net.client.OAuth2.clientSecret",
          "net.client.ProxySettings.connectHeaders",
          "net.tls.TlsSettings.key",
          "river.value.OptionalSecret.content",
          "river.value.SecretCapsule.secret");

  /// Names and certificates: public, whatever their type.
  private static final List<String> HARMLESS =
      List.of(
          "net.client.BasicAuth.username",
          "net.tls.ServerTlsSettings.cert",
          "net.tls.ServerTlsSettings.clientCa",
          "net.tls.TlsSettings.ca",
          "net.tls.TlsSettings.cert");

  /// Of the server itself and of imports: settings that no endpoint describes, and that their own
  /// tests cover.
  private static final List<String> NEVER_DESCRIBED =
      List.of(
          "agent.scrapingservice.ScrapingServiceArguments.global",
          "dialects.staticmode.MetricsSettings$ScrapingService.global",
          "net.server.PlainUser.password",
          "net.server.WebUsers$Bearer.token",
          "net.server.WebUsers.hashes",
          "net.tls.ServerTlsSettings.key",
          "runtime.content.GitArguments$BasicAuth.password",
          "runtime.content.GitArguments$SshKey.key",
          "runtime.content.GitArguments$SshKey.passphrase",
          "runtime.content.StringArguments.content");

  /// Without the classes that these mention: names are enough, and it is much quicker.
  private static JavaClasses classes() {
    return ArchConfiguration.withThreadLocalScope(configuration -> {
      configuration.setResolveMissingDependenciesFromClassPath(false);
      return new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(PACKAGES);
    });
  }

  @Test
  void everyFieldThatHoldsASecretIsKnown() {
    var found = new TreeSet<String>();
    for (JavaClass type : classes()) {
      for (JavaField field : type.getFields()) {
        boolean holds =
            field.getType().getAllInvolvedRawTypes().stream()
                .anyMatch(involved -> TYPES.contains(involved.getName()));
        boolean isConstant =
            field.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.STATIC);
        if (holds && !isConstant) {
          found.add(type.getName().replace("io.tributary.", "") + "." + field.getName());
        }
      }
    }
    var known = new TreeSet<>(WITH_CANARY);
    known.addAll(HARMLESS);
    known.addAll(NEVER_DESCRIBED);
    assertThat(found).isEqualTo(known);
  }
}
