package io.tributary.net.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.memory.MemoryBudget;
import io.tributary.base.time.Clock;
import io.tributary.net.scrape.ScrapeFailure.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PageDecoderTest {
  private static final ScrapeEndpoint ENDPOINT =
      new ScrapeEndpoint(URI.create("http://user:word@127.0.0.1:1/metrics"), null, List.of(), 0);

  private static final int BODIES_BYTES = 1 << 20;

  private final MemoryBudget bodies = new MemoryBudget(BODIES_BYTES);
  private final BlockingQueue<DecodedPage> pages = new LinkedBlockingQueue<>();
  private SelectorLoop loop;
  private PageDecoder decoder;

  @BeforeEach
  void start() throws IOException {
    loop = SelectorLoop.start("test-loop", Clock.system(), bodies);
    decoder = new PageDecoder(loop, ENDPOINT);
  }

  @AfterEach
  void stop() {
    loop.close();
  }

  private static byte[] gzip(String page) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(page.getBytes(UTF_8));
    }
    return out.toByteArray();
  }

  /// Decodes `zipped` beside the loop, saying that it is `length` bytes long.
  private void aside(byte[] zipped, int length) {
    loop.execute(() -> {
      byte[] body = Objects.requireNonNull(loop.buffers().take(zipped.length));
      System.arraycopy(zipped, 0, body, 0, zipped.length);
      decoder.aside(body, length < 0 ? body.length - length : length, pages::add);
    });
  }

  private DecodedPage next() throws InterruptedException {
    var page = pages.poll(20, TimeUnit.SECONDS);
    if (page == null) throw new AssertionError("no page came");
    return page;
  }

  /// Waits until what the loop has to do by now is done.
  private void settle() throws InterruptedException {
    var done = new LinkedBlockingQueue<Boolean>();
    loop.execute(() -> done.add(true));
    assertThat(done.poll(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aDecoderThatBreaksFailsThePageAndGivesItsMemoryBack() throws Exception {
    var zipped = gzip("up 1\n");
    // One byte more than there is: no decoder can promise anything about such a body.
    aside(zipped, -1);
    var failure = Objects.requireNonNull(next().failure());
    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
    assertThat(failure.message()).startsWith("cannot decode gzip body: internal error:");
    settle();
    assertThat(bodies.usedBytes()).isZero();

    aside(zipped, zipped.length);
    assertThat(text(next())).isEqualTo("up 1\n");
    settle();
    assertThat(bodies.usedBytes()).isZero();
  }

  @Test
  void aDecoderThatBreaksInTheLoopFailsThePageToo() throws Exception {
    var zipped = gzip("up 1\n");
    loop.execute(
        () -> pages.add(Objects.requireNonNull(decoder.inLoop(zipped, zipped.length + 1))));
    assertThat(Objects.requireNonNull(next().failure()).kind()).isEqualTo(Kind.MALFORMED);
    loop.execute(() -> pages.add(Objects.requireNonNull(decoder.inLoop(zipped, zipped.length))));
    assertThat(text(next())).isEqualTo("up 1\n");
  }

  @Test
  void aPageWhoseReaderBreaksGivesItsMemoryBack() throws Exception {
    var zipped = gzip("up 1\n");
    loop.execute(() -> {
      byte[] body = Objects.requireNonNull(loop.buffers().take(zipped.length));
      System.arraycopy(zipped, 0, body, 0, zipped.length);
      decoder.aside(
          body,
          zipped.length,
          page -> {
            pages.add(page);
            throw new IllegalStateException("expected by the test");
          });
    });
    next();
    settle();
    assertThat(bodies.usedBytes()).isZero();
  }

  @Test
  void noMorePagesWaitBesideTheLoopThanFitTheMemoryForBodies() throws Exception {
    var zipped = gzip("up 1\n");
    var isBusy = new CountDownLatch(1);
    loop.runAside(() -> await(isBusy));
    var counts = new LinkedBlockingQueue<Integer>();
    loop.execute(() -> {
      int waiting = 0;
      for (byte[] body = loop.buffers().take(1); body != null; body = loop.buffers().take(1)) {
        System.arraycopy(zipped, 0, body, 0, zipped.length);
        decoder.aside(body, zipped.length, pages::add);
        waiting++;
      }
      counts.add(waiting);
    });
    var waiting = Objects.requireNonNull(counts.poll(20, TimeUnit.SECONDS));
    assertThat(waiting).isEqualTo(BODIES_BYTES / (8 << 10));
    assertThat(bodies.usedBytes()).isEqualTo(BODIES_BYTES);
    isBusy.countDown();
    for (int i = 0; i < waiting; i++) next();
    settle();
    assertThat(bodies.usedBytes()).isZero();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String text(DecodedPage page) {
    return new String(Arrays.copyOf(page.page(), page.length()), UTF_8);
  }
}
