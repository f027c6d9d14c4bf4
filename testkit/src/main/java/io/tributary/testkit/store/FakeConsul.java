package io.tributary.testkit.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tributary.base.time.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Consul's keys and values as its HTTP API tells them, for tests where there is no Consul:
/// recursion, compare-and-set, queries that wait, tokens, and what it refuses.
///
/// - A list has the index of what is below its prefix, deletions included until these are reaped:
///   then it goes backwards.
/// - Without a token that may read, a list is empty, as if there were nothing; with one that may
///   not read everything it lacks that, and a header says so. Only a single key is refused.
/// - A path that is not clean is redirected, to another key.
///
/// Thread-safe.
///
/// Source: Consul's documentation, "KV Store API", "Blocking Queries", "Consistency Modes";
/// hashicorp/consul `agent/kvs_endpoint.go`, `agent/consul/state/kvs.go`, `agent/consul/rpc.go`.
public final class FakeConsul implements AutoCloseable {
  private static final String PATH = "/v1/kv/";

  /// Of a value; `kv_max_value_size`.
  private static final int MAX_VALUE_BYTES = 512 << 10;

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  // Guarded by this.
  private final TreeMap<String, Entry> entries = new TreeMap<>();
  private final TreeMap<String, Long> graves = new TreeMap<>();
  private final List<String> requests = new ArrayList<>();
  private long index = 10;
  private String token = "";
  private String hidden = "";
  private int failingStatus;
  private Runnable beforeSwap = () -> {};

  private record Entry(long createIndex, long modifyIndex, byte[] value) {}

  public FakeConsul() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext("/", this::answer);
    server.start();
  }

  /// `127.0.0.1:PORT`
  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /// Each as `METHOD /path?query`, queries as they were sent.
  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  public synchronized void put(String key, byte[] value) {
    index++;
    Entry before = entries.get(key);
    entries.put(key, new Entry(before == null ? index : before.createIndex(), index, value));
    notifyAll();
  }

  public synchronized void delete(String key) {
    if (entries.remove(key) != null) {
      index++;
      graves.put(key, index);
      notifyAll();
    }
  }

  /// Forgets what was deleted, as Consul does after a quarter of an hour.
  public synchronized void reap() {
    graves.clear();
    notifyAll();
  }

  /// Loses everything, and begins to count anew.
  public synchronized void wipe() {
    entries.clear();
    graves.clear();
    index = 1;
    notifyAll();
  }

  /// Lets read and write from now on who has this token.
  public synchronized void requireToken(String next) {
    token = next;
  }

  /// Nobody may read keys below a prefix from now on.
  public synchronized void hide(String prefix) {
    hidden = prefix;
    notifyAll();
  }

  /// Answers everything with this status from now on; 0 for answers as they should be.
  public synchronized void fail(int status) {
    failingStatus = status;
    notifyAll();
  }

  /// Runs before each compare-and-set.
  public synchronized void beforeSwap(Runnable next) {
    beforeSwap = next;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
      if (isRefused(exchange)) {
        return;
      }
      String key = path.substring(Math.min(PATH.length(), path.length()));
      String clean = clean(path);
      if (!clean.equals(path)) {
        exchange.getResponseHeaders().set("Location", clean);
        send(exchange, 301, "");
      } else if (query.containsKey("stale") && query.containsKey("consistent")) {
        send(exchange, 400, "Cannot specify ?stale with ?consistent, conflicting semantics.");
      } else {
        answer(exchange, key, query, body);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, String key, Map<String, String> query, byte[] body)
      throws IOException, InterruptedException {
    String method = exchange.getRequestMethod();
    boolean isMany = query.containsKey("recurse") || query.containsKey("keys");
    if (!(method.equals("GET") && isMany) && !mayRead(exchange, key)) {
      send(
          exchange,
          403,
          "Permission denied: token with AccessorID 'anonymous' lacks permission 'key:read' on \""
              + key
              + "\"");
      return;
    }
    switch (method) {
      case "GET" -> read(exchange, key, query);
      case "PUT" -> put(exchange, key, query, body);
      case "DELETE" -> {
        delete(key);
        send(exchange, 200, "true");
      }
      default -> send(exchange, 405, "");
    }
  }

  private void put(HttpExchange exchange, String key, Map<String, String> query, byte[] body)
      throws IOException {
    if (body.length > MAX_VALUE_BYTES) {
      send(exchange, 413, "Request body(" + body.length + " bytes) too large");
    } else {
      send(exchange, 200, "" + swap(key, body, query));
    }
  }

  /// As servers in Go do.
  private static String clean(String path) {
    var segments = new ArrayList<String>();
    for (String segment : path.split("/", -1)) {
      if (segment.equals("..") && !segments.isEmpty()) {
        segments.removeLast();
      } else if (!segment.isEmpty() && !segment.equals(".") && !segment.equals("..")) {
        segments.add(segment);
      }
    }
    boolean isFolder = path.endsWith("/") && !segments.isEmpty();
    return "/" + String.join("/", segments) + (isFolder ? "/" : "");
  }

  private static String token(HttpExchange exchange) {
    String given = exchange.getRequestHeaders().getFirst("X-Consul-Token");
    return given == null ? "" : given;
  }

  private synchronized boolean mayRead(HttpExchange exchange, String key) {
    boolean isHidden = !hidden.isEmpty() && key.startsWith(hidden);
    return !isHidden && (token.isEmpty() || token.equals(token(exchange)));
  }

  private synchronized boolean isRefused(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    if (failingStatus != 0) {
      // Not from Consul perhaps: there is no index.
      send(exchange, failingStatus, "no luck today");
      return true;
    }
    String given = token(exchange);
    if (!token.isEmpty() && !given.isEmpty() && !token.equals(given)) {
      send(exchange, 403, "ACL not found");
      return true;
    }
    return false;
  }

  private static Map<String, String> query(String raw) {
    var query = new TreeMap<String, String>();
    for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      query.put(
          equals < 0 ? pair : pair.substring(0, equals),
          equals < 0 ? "" : pair.substring(equals + 1));
    }
    return query;
  }

  private boolean swap(String key, byte[] body, Map<String, String> query) {
    Runnable before;
    synchronized (this) {
      before = beforeSwap;
    }
    before.run();
    synchronized (this) {
      Entry present = entries.get(key);
      long wanted = Long.parseLong(query.getOrDefault("cas", "-1"));
      if (wanted >= 0 && wanted != (present == null ? 0 : present.modifyIndex())) {
        return false;
      }
      put(key, body);
      return true;
    }
  }

  private void read(HttpExchange exchange, String key, Map<String, String> query)
      throws IOException, InterruptedException {
    boolean isKeys = query.containsKey("keys");
    boolean isMany = query.containsKey("recurse") || isKeys;
    String text;
    long now;
    boolean isFiltered;
    synchronized (this) {
      awaitChange(key, isMany, query);
      SortedMap<String, Entry> found = isMany ? below(key) : entries.subMap(key, key + "\0");
      int all = found.size();
      found = new TreeMap<>(found);
      found.keySet().removeIf(one -> !mayRead(exchange, one));
      isFiltered = found.size() < all && !token(exchange).isEmpty();
      boolean isNothing = found.isEmpty() && !(isKeys && key.isEmpty());
      text = isNothing ? "" : isKeys ? keys(found) : json(found);
      now = index(key, isMany);
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("X-Consul-Index", "" + now);
    exchange.getResponseHeaders().set("X-Consul-Knownleader", "true");
    exchange.getResponseHeaders().set("X-Consul-Lastcontact", "0");
    if (isFiltered) {
      exchange.getResponseHeaders().set("X-Consul-Results-Filtered-By-ACLs", "true");
    }
    send(exchange, text.isEmpty() ? 404 : 200, text);
  }

  /// The newest of what is below a prefix, or was; of everything where there is nothing.
  private long index(String key, boolean isMany) {
    Entry one = entries.get(key);
    if (!isMany) {
      return one == null ? index : one.modifyIndex();
    }
    if (key.isEmpty()) {
      return index;
    }
    long newest = 0;
    for (Entry entry : below(key).values()) {
      newest = Math.max(newest, entry.modifyIndex());
    }
    for (var grave : graves.entrySet()) {
      newest = grave.getKey().startsWith(key) ? Math.max(newest, grave.getValue()) : newest;
    }
    return newest == 0 ? index : newest;
  }

  private synchronized void awaitChange(String key, boolean isMany, Map<String, String> query)
      throws InterruptedException {
    long known = Long.parseLong(query.getOrDefault("index", "0"));
    long waitMs =
        TimeUnit.SECONDS.toMillis(
            Long.parseLong(query.getOrDefault("wait", "300s").replace("s", "")));
    Clock clock = Clock.system();
    long endNanos = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(waitMs);
    while (known > 0 && index(key, isMany) == known && failingStatus == 0) {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(endNanos - clock.nanos());
      if (leftMs <= 0) {
        return;
      }
      wait(leftMs);
    }
  }

  private SortedMap<String, Entry> below(String prefix) {
    var found = new TreeMap<String, Entry>();
    entries
        .tailMap(prefix)
        .forEach((key, entry) -> {
          if (key.startsWith(prefix)) {
            found.put(key, entry);
          }
        });
    return found;
  }

  private static String keys(SortedMap<String, Entry> found) {
    return "[\"" + String.join("\",\"", found.keySet()) + "\"]";
  }

  private static String json(SortedMap<String, Entry> found) {
    var all = new ArrayList<String>();
    found.forEach((key, entry) -> all.add(json(key, entry)));
    return "[" + String.join(",", all) + "]";
  }

  private static String json(String key, Entry entry) {
    String value =
        entry.value().length == 0
            ? "null"
            : "\"" + Base64.getEncoder().encodeToString(entry.value()) + "\"";
    return """
    {"LockIndex":0,"Key":"%s","Flags":0,"Value":%s,"CreateIndex":%d,"ModifyIndex":%d}\
    """
        .formatted(key, value, entry.createIndex(), entry.modifyIndex());
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
