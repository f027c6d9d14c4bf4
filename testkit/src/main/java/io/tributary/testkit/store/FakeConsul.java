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

/// Consul's keys and values as its HTTP API tells them, for tests where there is no Consul: one
/// index for everything, recursion, compare-and-set, queries that wait, tokens.
///
/// Thread-safe.
///
/// Source: Consul's documentation, "KV Store API", "Blocking Queries", "Consistency Modes".
public final class FakeConsul implements AutoCloseable {
  private static final String PATH = "/v1/kv/";

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  // Guarded by this.
  private final TreeMap<String, Entry> entries = new TreeMap<>();
  private final List<String> requests = new ArrayList<>();
  private long index = 10;
  private String token = "";
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
    index++;
    entries.remove(key);
    notifyAll();
  }

  /// Loses everything, and begins to count anew.
  public synchronized void wipe() {
    entries.clear();
    index = 1;
    notifyAll();
  }

  /// Lets in from now on who has this token.
  public synchronized void requireToken(String next) {
    token = next;
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
      switch (exchange.getRequestMethod()) {
        case "GET" -> read(exchange, key, query);
        case "PUT" -> send(exchange, 200, "" + swap(key, body, query));
        case "DELETE" -> {
          delete(key);
          send(exchange, 200, "true");
        }
        default -> send(exchange, 405, "");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isRefused(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    if (failingStatus != 0) {
      // Not from Consul perhaps: there is no index.
      send(exchange, failingStatus, "no luck today");
      return true;
    }
    String given = exchange.getRequestHeaders().getFirst("X-Consul-Token");
    if (!token.isEmpty() && !token.equals(given)) {
      send(exchange, 403, "Permission denied: token with AccessorID 'anonymous' lacks permission");
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
    String text;
    long now;
    synchronized (this) {
      awaitChange(query);
      SortedMap<String, Entry> found =
          query.containsKey("recurse") || query.containsKey("keys")
              ? below(key)
              : entries.subMap(key, key + "\0");
      text = found.isEmpty() ? "" : query.containsKey("keys") ? keys(found) : json(found);
      now = index;
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("X-Consul-Index", "" + now);
    exchange.getResponseHeaders().set("X-Consul-Knownleader", "true");
    exchange.getResponseHeaders().set("X-Consul-Lastcontact", "0");
    send(exchange, text.isEmpty() ? 404 : 200, text);
  }

  private synchronized void awaitChange(Map<String, String> query) throws InterruptedException {
    long known = Long.parseLong(query.getOrDefault("index", "0"));
    long waitMs =
        TimeUnit.SECONDS.toMillis(
            Long.parseLong(query.getOrDefault("wait", "300s").replace("s", "")));
    Clock clock = Clock.system();
    long endNanos = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(waitMs);
    while (known > 0 && known == index && failingStatus == 0) {
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
