package io.tributary.net.scrape;

import io.tributary.net.http.ChunkReader;
import io.tributary.net.http.ResponseHead;
import io.tributary.net.http.ResponseHead.MalformedException;
import io.tributary.net.scrape.ScrapeFailure.Kind;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A target on plain HTTP: one kept-alive connection, one request at a time, no thread.
///
/// ```text
/// IDLE ─► PREPARING ─► RESOLVING ─► CONNECTING ─► SENDING ─► HEAD ─► BODY ─► IDLE
///                  └──────── connection kept ────────┘
/// ```
///
/// Whatever goes wrong closes the connection; only an answer that ended exactly where it said
/// leaves it open. Owned by its loop's thread.
final class LoopChannel implements ScrapeChannel, SelectorLoop.Ready, Dialer.Outcome {
  private static final Logger log = LoggerFactory.getLogger(LoopChannel.class);

  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(5);
  private static final int MAX_INTERIM_HEADS = 8;
  private static final byte[] NOTHING = new byte[0];

  /// Reads of one wake-up, so that a target that never stops does not stop the others.
  private static final int READS_PER_TURN = 8;

  private final SelectorLoop loop;
  private final LoopTransport transport;
  private final ScrapeEndpoint endpoint;
  private final EventLoop.Timer deadline;
  private final long limit;
  private final Dialer dialer;

  private LoopState state = LoopState.IDLE;
  private @Nullable ScrapeListener listener;
  private long timeoutNanos;
  private long deadlineNanos;
  private int generation;

  private @Nullable SocketChannel socket;
  private @Nullable SelectionKey key;
  private boolean isReused;
  private boolean hasAnswerBegun;

  private RequestHead request;
  private byte[] requestBytes = NOTHING;
  private int sent;

  /// The body so far, or the head so far while it is incomplete. Empty between fetches.
  private final HeldBytes held;

  private final PageDecoder decoder;
  private int searched;
  private int interimHeads;
  private long contentLeft;
  private @Nullable ChunkReader chunks;
  private boolean isGzip;
  private boolean isReusable;
  private int lastWireBytes;
  private @Nullable String contentType;

  private @Nullable ScrapeChannel client;
  private boolean prefersClient;

  LoopChannel(SelectorLoop loop, LoopTransport transport, ScrapeEndpoint endpoint) {
    this.loop = loop;
    this.transport = transport;
    this.endpoint = endpoint;
    this.limit = Math.min(endpoint.effectiveBodyLimit(), BodyBuffers.MAX_BYTES - 64L);
    this.deadline = loop.timer(this::expired);
    this.dialer = new Dialer(loop);
    this.request = new RequestHead(endpoint);
    this.held = new HeldBytes(loop, this);
    this.decoder = new PageDecoder(loop, endpoint);
  }

  @Override
  public boolean isFetching() {
    return listener != null;
  }

  @Override
  public void fetch(long timeoutNanos, ScrapeListener listener) {
    if (isFetching()) throw new IllegalStateException("BUG: a second fetch before the answer");
    if (state == LoopState.CLOSED)
      throw new IllegalStateException("BUG: fetch on a closed channel");
    this.listener = listener;
    this.timeoutNanos = timeoutNanos;
    deadlineNanos = loop.nanoTime() + timeoutNanos;
    deadline.scheduleExact(deadlineNanos);
    if (prefersClient) {
      delegate();
      return;
    }
    state = LoopState.PREPARING;
    int current = ++generation;
    if (transport.credentials().isReady(loop.nanoTime())) {
      prepare(current);
    } else {
      transport.credentials().refresh(loop, () -> prepare(current));
    }
  }

  private void prepare(int current) {
    if (current != generation || state != LoopState.PREPARING) return;
    try {
      requestBytes = request.bytes(transport.credentials().get());
    } catch (IOException e) {
      failLater(Kind.CREDENTIALS, String.valueOf(e.getMessage()));
      return;
    }
    hasAnswerBegun = false;
    isReused = socket != null;
    if (socket != null) send();
    else resolve();
  }

  private void resolve() {
    var unixSocket = endpoint.unixSocket();
    if (unixSocket != null) {
      connectTo(List.of(UnixDomainSocketAddress.of(unixSocket)));
      return;
    }
    var known = request.literalAddress();
    if (known != null) {
      connectTo(List.of(known));
      return;
    }
    state = LoopState.RESOLVING;
    int current = generation;
    transport.resolve(
        request.host(),
        request.port(),
        (found, error) ->
            loop.execute(() -> {
              if (current != generation || state != LoopState.RESOLVING) return;
              if (found.isEmpty()) fail(Kind.CONNECT, error);
              else connectTo(found);
            }));
  }

  private void connectTo(List<SocketAddress> found) {
    state = LoopState.CONNECTING;
    dialer.dial(found, deadlineNanos, this);
  }

  @Override
  public void connected(SocketChannel opened, SelectionKey registered) {
    socket = opened;
    key = registered;
    registered.attach(this);
    send();
  }

  @Override
  public void refused(String reason) {
    failLater(Kind.CONNECT, reason);
  }

  @Override
  public void ready(SelectionKey ready) {
    if (ready != key) return;
    try {
      if (state == LoopState.SENDING && ready.isWritable()) {
        write();
      } else if (ready.isReadable()) {
        read();
      }
    } catch (IOException e) {
      broken(e);
    } catch (MalformedException e) {
      fail(Kind.MALFORMED, describe(e));
    } catch (BodyBuffers.NoRoomException e) {
      giveUpMemory();
    }
  }

  /// How much of the memory for bodies this channel has had for how long; with what it wants now.
  double burden(long wanted) {
    if (listener == null) return 0;
    double seconds = Math.max(timeoutNanos - (deadlineNanos - loop.nanoTime()), 1_000_000) / 1e9;
    return Math.max(held.reservedBytes(), wanted) * seconds;
  }

  /// Fails the fetch, whose memory others need more.
  void giveUpMemory() {
    fail(ScrapeFailure.noMemory(loop.bodies()));
  }

  private void send() {
    sent = 0;
    held.clear();
    searched = 0;
    interimHeads = 0;
    state = LoopState.SENDING;
    try {
      write();
    } catch (IOException e) {
      int current = generation;
      loop.execute(() -> {
        if (current == generation && state == LoopState.SENDING) broken(e);
      });
    }
  }

  private void write() throws IOException {
    var open = socket;
    var registered = key;
    if (open == null || registered == null) return;
    sent += open.write(ByteBuffer.wrap(requestBytes, sent, requestBytes.length - sent));
    if (sent < requestBytes.length) {
      registered.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      return;
    }
    if (registered.interestOps() != SelectionKey.OP_READ) {
      registered.interestOps(SelectionKey.OP_READ);
    }
    state = LoopState.HEAD;
  }

  private void read() throws IOException, MalformedException {
    for (int i = 0; i < READS_PER_TURN; i++) {
      var open = socket;
      if (open == null) return;
      boolean isDirect = state == LoopState.LENGTH_BODY;
      int wanted;
      int got;
      if (isDirect) {
        wanted = roomForContent();
        got = held.read(open, wanted);
      } else {
        wanted = SelectorLoop.SCRATCH_BYTES;
        got = open.read(ByteBuffer.wrap(loop.scratch(), 0, wanted));
      }
      if (got < 0) {
        ended();
        return;
      }
      if (got == 0) return;
      int current = generation;
      if (isDirect) {
        contentLeft -= got;
        if (contentLeft == 0) complete(true);
      } else {
        received(loop.scratch(), got);
      }
      // Done, or nothing left in the socket's buffer: either way the next read would be in vain.
      if (current != generation || listener == null || got < wanted) return;
    }
  }

  /// Room for content whose length is known, at most one read's worth.
  private int roomForContent() {
    int wanted = (int) Math.min(contentLeft, SelectorLoop.SCRATCH_BYTES);
    held.ensure(wanted);
    return wanted;
  }

  private void received(byte[] bytes, int length) throws MalformedException {
    switch (state) {
      case SENDING, HEAD -> receivedHead(bytes, length);
      case CHUNKED_BODY -> receivedChunks(bytes, 0, length);
      case ENDLESS_BODY -> append(bytes, 0, length);
      case LENGTH_BODY -> throw new IllegalStateException("BUG: read directly");
      case IDLE, PREPARING, RESOLVING, CONNECTING, DECODING, DELEGATED, CLOSED ->
          // Nobody asked: such a connection cannot be trusted.
          disconnect();
    }
  }

  private void receivedHead(byte[] bytes, int length) throws MalformedException {
    hasAnswerBegun = true;
    if (held.size() == 0) {
      parseHeads(bytes, length);
      return;
    }
    held.put(bytes, 0, length);
    int total = held.size();
    byte[] head = held.take();
    try {
      parseHeads(head, total);
    } finally {
      loop.buffers().give(head);
    }
  }

  /// Parses heads from the start of `bytes`, then hands over what follows to the body.
  private void parseHeads(byte[] bytes, int length) throws MalformedException {
    int from = 0;
    while (true) {
      int end = ResponseHead.end(bytes, Math.max(from, searched - 3), length);
      if (end < 0) {
        hold(bytes, from, length);
        return;
      }
      if (end - from > ResponseHead.MAX_BYTES) throw ResponseHead.tooLarge();
      searched = 0;
      var head = loop.head();
      head.parse(bytes, from, end);
      if (head.status() >= 200) {
        begin(head, bytes, end, length);
        return;
      }
      if (head.status() == 101 || ++interimHeads > MAX_INTERIM_HEADS) {
        throw new MalformedException("unexpected HTTP status " + head.status());
      }
      from = end;
    }
  }

  private void hold(byte[] bytes, int from, int length) throws MalformedException {
    int part = length - from;
    if (part > ResponseHead.MAX_BYTES) throw ResponseHead.tooLarge();
    held.clear();
    held.put(bytes, from, part);
    searched = part;
  }

  private void begin(ResponseHead head, byte[] bytes, int from, int to) throws MalformedException {
    if (head.status() != 200) {
      otherStatus(head, to - from);
      return;
    }
    contentType = head.contentType(bytes, contentType);
    isGzip = head.isGzip();
    isReusable = head.isReusable();
    if (head.isChunked()) {
      if (chunks == null) chunks = new ChunkReader();
      chunks.reset();
      state = LoopState.CHUNKED_BODY;
      held.ensure(expectedBytes());
      receivedChunks(bytes, from, to);
    } else if (head.contentLength() >= 0) {
      beginLength(head.contentLength(), bytes, from, to);
    } else {
      isReusable = false;
      state = LoopState.ENDLESS_BODY;
      held.ensure(expectedBytes());
      append(bytes, from, to);
    }
  }

  private void beginLength(long length, byte[] bytes, int from, int to) {
    if (length > maxWireBytes()) {
      failTooLarge();
      return;
    }
    state = LoopState.LENGTH_BODY;
    // The announced length is believed as far as the last page goes, then as far as bytes arrive.
    held.ensure(Math.min(length, Math.max(expectedBytes(), 64 << 10)));
    int part = (int) Math.min(length, to - from);
    held.put(bytes, from, part);
    contentLeft = length - part;
    if (contentLeft == 0) complete(part == to - from);
  }

  private long expectedBytes() {
    return lastWireBytes == 0 ? 16 << 10 : lastWireBytes + (lastWireBytes >> 4);
  }

  /// The most that a body may have on the wire; compressed data can be a little longer than plain.
  private long maxWireBytes() {
    return isGzip ? Math.min(limit + (limit >> 8) + 4096, BodyBuffers.MAX_BYTES - 64L) : limit - 1;
  }

  private void receivedChunks(byte[] bytes, int from, int to) throws MalformedException {
    var reader = chunks;
    if (reader == null) throw new IllegalStateException("BUG: no chunk reader");
    int at = from;
    while (at < to) {
      at = reader.skipFraming(bytes, at, to);
      if (reader.isDone()) {
        complete(at == to);
        return;
      }
      long data = reader.dataLeft();
      if (held.size() + data > maxWireBytes()) {
        failTooLarge();
        return;
      }
      int part = (int) Math.min(data, to - at);
      if (part == 0) return;
      held.put(bytes, at, part);
      reader.taken(part);
      at += part;
    }
  }

  private void append(byte[] bytes, int from, int to) {
    if (held.size() + (long) (to - from) > maxWireBytes()) failTooLarge();
    else held.put(bytes, from, to - from);
  }

  private void otherStatus(ResponseHead head, int bytesBehind) {
    boolean isEmpty = head.hasNoBody() || head.contentLength() == 0;
    // A short error body that is here already costs nothing; anything else costs the connection.
    boolean isRead =
        isEmpty ? bytesBehind == 0 : !head.isChunked() && head.contentLength() == bytesBehind;
    if (!isRead || !head.isReusable()) disconnect();
    if (head.isRedirect() && transport.followsRedirects()) {
      state = LoopState.IDLE;
      delegate();
      return;
    }
    finish(ScrapeFailure.status(head.status()));
  }

  /// The server closed its side.
  private void ended() {
    if (state == LoopState.ENDLESS_BODY) {
      complete(true);
      return;
    }
    broken(null);
  }

  private void broken(@Nullable IOException cause) {
    boolean isStale = isReused && !hasAnswerBegun;
    disconnect();
    // Nothing was sent on it yet: the fetch goes on with a new connection.
    if (listener == null || state == LoopState.PREPARING || state == LoopState.DECODING) return;
    if (isStale && (state == LoopState.SENDING || state == LoopState.HEAD)) {
      // The server gave up the idle connection just as we used it: a new one settles it.
      isReused = false;
      resolve();
      return;
    }
    fail(Kind.CLOSED, cause == null ? "unexpected EOF" : describe(cause));
  }

  static String describe(Exception e) {
    var message = e.getMessage();
    return message == null || message.isEmpty() ? e.getClass().getSimpleName() : message;
  }

  /// The body is whole. `isExact` where nothing came behind it.
  private void complete(boolean isExact) {
    int length = held.size();
    byte[] body = held.take();
    lastWireBytes = length;
    if (!isExact || !isReusable) disconnect();
    if (isGzip) {
      decode(body, length);
      return;
    }
    try {
      deliver(body, length, length);
    } finally {
      loop.buffers().give(body);
    }
  }

  private void decode(byte[] body, int length) {
    var decoded = decoder.inLoop(body, length);
    if (decoded != null) {
      loop.buffers().give(body);
      deliver(decoded, length);
      return;
    }
    state = LoopState.DECODING;
    int current = generation;
    decoder.aside(
        body,
        length,
        page -> {
          if (current == generation) deliver(page, length);
        });
  }

  private void deliver(DecodedPage decoded, int wireBytes) {
    var failure = decoded.failure();
    if (failure == null) deliver(decoded.page(), decoded.length(), wireBytes);
    else if (failure.kind() == Kind.MALFORMED) fail(Kind.MALFORMED, failure.message());
    else fail(failure);
  }

  private void deliver(byte[] body, int length, int wireBytes) {
    var waiting = done();
    if (waiting == null) return;
    try {
      waiting.onBody(body, length, contentType, wireBytes);
    } catch (RuntimeException e) {
      log.error("BUG: a page's listener failed, target {}", request.url(), e);
    }
  }

  private void failTooLarge() {
    fail(ScrapeFailure.tooLarge(endpoint));
  }

  private void fail(Kind kind, String reason) {
    fail(new ScrapeFailure(kind, "cannot get " + request.url() + ": " + reason));
  }

  private void fail(ScrapeFailure failure) {
    disconnect();
    finish(failure);
  }

  /// As [#fail], from within [#fetch]: the answer must not come before the call returns.
  private void failLater(Kind kind, String reason) {
    disconnect();
    int current = generation;
    loop.execute(() -> {
      if (current == generation) fail(kind, reason);
    });
  }

  private void finish(ScrapeFailure failure) {
    held.release();
    var waiting = done();
    if (waiting == null) return;
    try {
      waiting.onFailure(failure);
    } catch (RuntimeException e) {
      log.error("BUG: a failure's listener failed, target {}", request.url(), e);
    }
  }

  /// Ends the fetch and returns who waits for it.
  private @Nullable ScrapeListener done() {
    var waiting = listener;
    listener = null;
    generation++;
    if (state != LoopState.CLOSED) state = LoopState.IDLE;
    if (socket != null) deadline.scheduleExact(loop.nanoTime() + IDLE_TIMEOUT.toNanos());
    else deadline.cancel();
    return waiting;
  }

  /// The deadline of a fetch, or the idle time of a connection, has passed.
  private void expired() {
    if (listener == null) {
      disconnect();
      return;
    }
    // The client keeps the same deadline and words its own failure.
    if (state == LoopState.DELEGATED) return;
    fail(
        Kind.TIMEOUT,
        "context deadline exceeded (" + timeoutNanos / 1e9 + "s) while " + state.phase());
  }

  /// Leaves this fetch to the client, which follows redirects; and the next ones too, until one of
  /// them is answered without.
  private void delegate() {
    var waiting = listener;
    if (waiting == null) return;
    held.release();
    state = LoopState.DELEGATED;
    prefersClient = true;
    deadline.cancel();
    if (client == null)
      client = transport.clientChannel(loop, endpoint, () -> prefersClient = false);
    client.fetch(
        Math.max(deadlineNanos - loop.nanoTime(), 1_000_000), new Relay(this::done, waiting));
  }

  private void disconnect() {
    dialer.cancel();
    if (key != null) key.cancel();
    key = null;
    var open = socket;
    socket = null;
    if (open == null) return;
    try {
      open.close();
    } catch (IOException e) {
      log.debug("cannot close connection, target {}", request.url(), e);
    }
  }

  @Override
  public void close() {
    if (state == LoopState.CLOSED) return;
    listener = null;
    generation++;
    state = LoopState.CLOSED;
    deadline.cancel();
    held.release();
    disconnect();
    if (client != null) client.close();
  }
}
