package io.tributary.net.tls;

import io.tributary.base.secret.SecretSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The `tls_config` block of a client.
///
/// `serverName` is empty where the host of the URL is to be verified; `minVersion` and `maxVersion`
/// are null where the configuration is silent, which means TLS 1.2 and TLS 1.3.
public record TlsSettings(
    SecretSource ca,
    SecretSource cert,
    SecretSource key,
    String serverName,
    boolean insecureSkipVerify,
    @Nullable TlsVersion minVersion,
    @Nullable TlsVersion maxVersion) {

  public static final TlsSettings DEFAULTS =
      new TlsSettings(
          SecretSource.NONE, SecretSource.NONE, SecretSource.NONE, "", false, null, null);

  /// One file changes what a connection is made with.
  public boolean canChange() {
    return ca.canChange() || cert.canChange() || key.canChange();
  }

  /// Contradictions between the fields, worded for the block `tls_config`; empty when sound.
  public List<String> validate() {
    var problems = new ArrayList<String>();
    if (ca.isAmbiguous()) problems.add("at most one of ca, ca_file & ca_ref must be configured");
    if (cert.isAmbiguous()) {
      problems.add("at most one of cert, cert_file & cert_ref must be configured");
    }
    if (key.isAmbiguous()) {
      problems.add("at most one of key and key_file must be configured");
    }
    if (cert.isSet() && !key.isSet()) {
      problems.add(
          "exactly one of key or key_file must be configured when a client certificate is"
              + " configured");
    }
    if (key.isSet() && !cert.isSet()) {
      problems.add(
          "exactly one of cert or cert_file must be configured when a client key is configured");
    }
    if (minVersion != null && maxVersion != null && maxVersion.compareTo(minVersion) < 0) {
      problems.add(
          "tls_config.max_version must be greater than or equal to tls_config.min_version if both"
              + " are specified");
    }
    return problems;
  }
}
