package io.tributary.plugins.consul;

import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.StoreContext;
import io.tributary.cluster.store.StoreException;
import io.tributary.cluster.store.StoreSettings;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.ConsulException;
import org.kiwiproject.consul.KeyValueClient;
import org.kiwiproject.consul.model.ConsulResponse;
import org.kiwiproject.consul.model.kv.Value;
import org.kiwiproject.consul.option.ConsistencyMode;
import org.kiwiproject.consul.option.ImmutablePutOptions;
import org.kiwiproject.consul.option.ImmutableQueryOptions;
import org.kiwiproject.consul.option.QueryOptions;

/// Requests to Consul's keys and values, each measured; what fails says where, and why.
///
/// Thread-safe.
final class Session implements AutoCloseable {
  /// How long Consul holds back the answer to a watch while nothing changes.
  private static final int LONG_POLL_SECONDS = 10;

  /// Nobody has it; see [#verify].
  private static final String NO_KEY = "tributary/no such key";

  private final String url;
  private final StoreContext context;
  private final ConsistencyMode consistency;
  private final Consul consul;
  private final KeyValueClient keys;

  /// Consul has answered, and not something else at its address.
  private volatile boolean isKnown;

  /// Of one answer: values are in base64, and keys beside them.
  private static final long MOST_ANSWER_BYTES = KeyValueStore.MOST_LISTED_BYTES * 3 / 2;

  Session(StoreSettings.Consul settings, StoreContext context) throws StoreException {
    this.context = context;
    url = url(settings.host());
    consistency = settings.consistentReads() ? ConsistencyMode.CONSISTENT : ConsistencyMode.STALE;
    long timeoutMs = settings.clientTimeout().toMillis();
    Consul.Builder builder =
        Consul.builder()
            .withPing(false)
            .withConsulFailoverInterceptor(new BoundedAnswers(MOST_ANSWER_BYTES))
            .withConnectTimeoutMillis(timeoutMs)
            .withReadTimeoutMillis(timeoutMs)
            .withWriteTimeoutMillis(timeoutMs);
    if (!settings.aclToken().isEmpty()) {
      builder.withTokenAuth(settings.aclToken().value());
    }
    try {
      consul = builder.withUrl(url).build();
    } catch (RuntimeException e) {
      // The library has several of its own for an address that cannot be.
      throw new StoreException("cannot use Consul at " + url + ": " + e.getMessage(), e);
    }
    keys = consul.keyValueClient();
  }

  private static String url(String host) throws StoreException {
    if (host.contains("@")) {
      // Not shown: what stands before it may be a password.
      throw new StoreException(
          "cannot use Consul at an address with a user or password: want host:port or an HTTP URL"
              + " without, and acl_token");
    }
    if (host.startsWith("http://") || host.startsWith("https://")) {
      return host;
    }
    if (host.contains("://")) {
      throw new StoreException("cannot use Consul at " + host + ": want host:port or an HTTP URL");
    }
    return "http://" + host;
  }

  /// Everything below a prefix, as of an index of Consul.
  record Listed(List<Value> values, BigInteger index) {}

  Optional<Value> read(String key, boolean isForWrite) throws StoreException, InterruptedException {
    refuseUnclean(key);
    QueryOptions options =
        isForWrite
            ? ImmutableQueryOptions.builder().build()
            : ImmutableQueryOptions.builder().consistencyMode(consistency).build();
    Optional<Value> found = call("Get", "read \"" + key + "\"", () -> keys.getValue(key, options));
    if (found.isEmpty() && !isKnown) {
      verify();
    }
    return found;
  }

  /// Consul's server sends whoever asks for `a//b` or `a/../b` to another key.
  private void refuseUnclean(String key) throws StoreException {
    for (String segment : ("x/" + key + (key.endsWith("/") ? "x" : "")).split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw failure(
            "use \"" + key + "\"", "a key cannot have a part that is empty, \".\" or \"..\"");
      }
    }
  }

  /// Whatever answers 404 to everything is no Consul without keys: that would tell an index.
  private void verify() throws StoreException, InterruptedException {
    var _ = list(NO_KEY, ImmutableQueryOptions.builder().consistencyMode(consistency).build());
  }

  List<String> keys(String prefix) throws StoreException, InterruptedException {
    QueryOptions options = ImmutableQueryOptions.builder().consistencyMode(consistency).build();
    List<String> found =
        call("List", "list the keys of \"" + prefix + "\"", () -> keys.getKeys(prefix, options));
    if (found.isEmpty() && !isKnown) {
      verify();
    }
    if (found.isEmpty() && !prefix.isEmpty()) {
      refuseHidden("list the keys of \"" + prefix + "\"", prefix);
    }
    return found;
  }

  Listed list(String prefix) throws StoreException, InterruptedException {
    return list(prefix, ImmutableQueryOptions.builder().consistencyMode(consistency).build());
  }

  /// As soon as something has changed since `index`, or after a while.
  Listed awaitChange(String prefix, BigInteger index) throws StoreException, InterruptedException {
    return list(
        prefix,
        QueryOptions.blockSeconds(LONG_POLL_SECONDS, index).consistencyMode(consistency).build());
  }

  private Listed list(String prefix, QueryOptions options)
      throws StoreException, InterruptedException {
    String what = "list \"" + prefix + "\"";
    ConsulResponse<List<Value>> answer =
        call("List", what, () -> keys.getConsulResponseWithValues(prefix, options));
    // Consul answers 404 where there is nothing; the library has no body then.
    @Nullable List<Value> values = answer.getResponse();
    if (answer.getIndex().signum() > 0) {
      isKnown = true;
    } else if (values == null) {
      throw failure(what, "what answers there is not Consul: it does not tell an index");
    }
    List<Value> all = values == null ? List.of() : values;
    if (all.isEmpty() && !prefix.isEmpty() && !prefix.equals(NO_KEY)) {
      refuseHidden(what, prefix);
    }
    bound(what, all);
    return new Listed(all, answer.getIndex());
  }

  /// Consul tells whoever may not read it of a list that it is empty. A single key it refuses.
  private void refuseHidden(String what, String prefix)
      throws StoreException, InterruptedException {
    QueryOptions options = ImmutableQueryOptions.builder().consistencyMode(consistency).build();
    var _ = call("Get", what, () -> keys.getValue(prefix, options));
  }

  private void bound(String what, List<Value> values) throws StoreException {
    long bytes = 0;
    for (Value value : values) {
      bytes += value.getKey().length() + value.getValue().map(String::length).orElse(0) * 3L / 4;
    }
    if (bytes > KeyValueStore.MOST_LISTED_BYTES) {
      throw failure(what, "more than " + KeyValueStore.MOST_LISTED_BYTES + " bytes");
    }
  }

  /// Puts a value where the key is still as it was at `modifyIndex`, 0 for not there.
  boolean swap(String key, byte[] value, long modifyIndex)
      throws StoreException, InterruptedException {
    return call(
        "CAS",
        "change \"" + key + "\"",
        () -> keys.putValue(key, value, 0, ImmutablePutOptions.builder().cas(modifyIndex).build()));
  }

  void delete(String key) throws StoreException, InterruptedException {
    call(
        "Delete",
        "delete \"" + key + "\"",
        () -> {
          keys.deleteKey(key);
          return true;
        });
  }

  private <T> T call(String operation, String what, Supplier<T> request)
      throws StoreException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long startNanos = context.clock().nanos();
    boolean isSuccess = false;
    try {
      T answer = request.get();
      isSuccess = true;
      return answer;
    } catch (ConsulException e) {
      // The library ends a request whose thread is interrupted, and tells that as a failure.
      if (Thread.interrupted()) {
        throw (InterruptedException) new InterruptedException().initCause(e);
      }
      throw new StoreException(text(what, reason(e)), e);
    } catch (RuntimeException e) {
      throw new StoreException(text(what, e.toString()), e);
    } finally {
      context.requests().finished(operation, isSuccess, context.clock().nanos() - startNanos);
    }
  }

  StoreException failure(String what, String reason) {
    return new StoreException(text(what, reason));
  }

  private String text(String what, String reason) {
    return "cannot " + what + " in Consul at " + url + ": " + reason;
  }

  /// The library's text names the whole address of the request; its cause says what happened.
  private static String reason(ConsulException e) {
    Throwable cause = e.getCause();
    if (cause != null) {
      return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
    String text = String.valueOf(e.getMessage());
    int at = text.indexOf("failed with status [");
    return at < 0 ? text : "it answers " + text.substring(at + "failed with ".length()).strip();
  }

  @Override
  public void close() {
    consul.destroy();
  }
}
