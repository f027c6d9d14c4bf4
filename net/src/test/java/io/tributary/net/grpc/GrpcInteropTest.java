package io.tributary.net.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.Codec;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.tributary.base.secret.SecretSource;
import io.tributary.base.time.Clock;
import io.tributary.net.http.HttpHeaders;
import io.tributary.net.server.HttpServer;
import io.tributary.net.server.HttpServerSettings;
import io.tributary.net.server.RequestObserver;
import io.tributary.net.server.Routes;
import io.tributary.net.tls.Certificates;
import io.tributary.net.tls.TlsSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xerial.snappy.SnappyFramedInputStream;
import org.xerial.snappy.SnappyFramedOutputStream;

/// Our server with the client of gRPC for Java, our client with its server, and ours with ours.
class GrpcInteropTest {
  private static final String SERVICE = "test.Echo";
  private static final String PATH = "/test.Echo/Say";
  private static final int MAX_BYTES = 1000;
  private static final Duration LONG = Duration.ofSeconds(20);

  /// Messages as they are.
  private static final MethodDescriptor.Marshaller<byte[]> RAW =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  @TempDir Path folder;

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
  }

  private static MethodDescriptor<byte[], byte[]> method(String name) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(SERVICE + "/" + name)
        .setRequestMarshaller(RAW)
        .setResponseMarshaller(RAW)
        .build();
  }

  private HttpServer ourServer() throws IOException {
    return ourServer(HttpServerSettings.on("127.0.0.1:0"));
  }

  private HttpServer ourServer(HttpServerSettings settings) throws IOException {
    var routes = new Routes();
    GrpcHandler.add(routes, SERVICE, "Say", MAX_BYTES, Clock.system(), this::echo);
    GrpcHandler.addRest(routes, Clock.system());
    HttpServer server = HttpServer.start(settings, routes, RequestObserver.NONE, Clock.system());
    opened.add(server);
    return server;
  }

  private byte[] echo(GrpcCall call) throws GrpcException {
    seen.add(call.metadata().first("x-scope-orgid") + " " + call.timeout().isPresent());
    String text = new String(call.message(), UTF_8);
    if (text.startsWith("fail")) {
      throw new GrpcException(GrpcStatus.FAILED_PRECONDITION, "not now – 100 % sure");
    }
    if (text.startsWith("break")) {
      throw new IllegalStateException("secret");
    }
    return call.message();
  }

  private ManagedChannel theirClient(int port) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    opened.add(channel::shutdownNow);
    return channel;
  }

  private static byte[] call(ManagedChannel channel, String method, byte[] message) {
    var metadata = new Metadata();
    metadata.put(Metadata.Key.of("x-scope-orgid", Metadata.ASCII_STRING_MARSHALLER), "fake");
    return ClientCalls.blockingUnaryCall(
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata)),
        method(method),
        CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
        message);
  }

  private static Status failure(ManagedChannel channel, String method, byte[] message) {
    try {
      var _ = call(channel, method, message);
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  @Test
  void theirClientCallsOurServer() throws Exception {
    ManagedChannel channel = theirClient(ourServer().port());
    assertThat(call(channel, "Say", "hello".getBytes(UTF_8))).asString().isEqualTo("hello");
    assertThat(call(channel, "Say", new byte[0])).isEmpty();
    assertThat(seen).containsExactly("fake true", "fake true");
  }

  @Test
  void theirClientSeesWhyOurServerRefuses() throws Exception {
    ManagedChannel channel = theirClient(ourServer().port());
    Status refused = failure(channel, "Say", "fail".getBytes(UTF_8));
    assertThat(refused.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(refused.getDescription()).isEqualTo("not now – 100 % sure");
    Status broken = failure(channel, "Say", "break".getBytes(UTF_8));
    assertThat(broken.getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(broken.getDescription()).doesNotContain("secret");
    assertThat(failure(channel, "Nothing", new byte[0]).getCode())
        .isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(failure(channel, "Say", new byte[MAX_BYTES + 1]).getCode())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(call(channel, "Say", new byte[MAX_BYTES])).hasSize(MAX_BYTES);
  }

  @Test
  void theirClientMayCompress() throws Exception {
    ManagedChannel channel = theirClient(ourServer().port());
    byte[] answer =
        ClientCalls.blockingUnaryCall(
            channel,
            method("Say"),
            CallOptions.DEFAULT.withCompression("gzip"),
            "a".repeat(900).getBytes(UTF_8));
    assertThat(answer).hasSize(900);
    assertThatThrownBy(() ->
            ClientCalls.blockingUnaryCall(
                channel,
                method("Say"),
                CallOptions.DEFAULT.withCompression("gzip"),
                new byte[MAX_BYTES + 1]))
        .hasMessageContaining("RESOURCE_EXHAUSTED");
  }

  /// As the library of Grafana's programs does.
  private static final class SnappyCodec implements Codec {
    @Override
    public String getMessageEncoding() {
      return "snappy";
    }

    @Override
    public OutputStream compress(OutputStream out) throws IOException {
      return new SnappyFramedOutputStream(out);
    }

    @Override
    public InputStream decompress(InputStream in) throws IOException {
      return new SnappyFramedInputStream(in);
    }
  }

  @Test
  void theirClientMayCompressWithSnappy() throws Exception {
    var codecs = CompressorRegistry.newEmptyInstance();
    codecs.register(new SnappyCodec());
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", ourServer().port())
            .usePlaintext()
            .compressorRegistry(codecs)
            .build();
    opened.add(channel::shutdownNow);
    CallOptions options = CallOptions.DEFAULT.withCompression("snappy");
    for (String text : List.of("", "a".repeat(900))) {
      assertThat(
              ClientCalls.blockingUnaryCall(channel, method("Say"), options, text.getBytes(UTF_8)))
          .asString()
          .isEqualTo(text);
    }
    assertThatThrownBy(() ->
            ClientCalls.blockingUnaryCall(channel, method("Say"), options, new byte[MAX_BYTES + 1]))
        .hasMessageContaining("RESOURCE_EXHAUSTED");
  }

  private Server theirServer() throws IOException {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(
                ServerServiceDefinition.builder(SERVICE)
                    .addMethod(method("Say"), ServerCalls.asyncUnaryCall(this::theirAnswer))
                    .build())
            .build()
            .start();
    opened.add(server::shutdownNow);
    return server;
  }

  private void theirAnswer(byte[] message, StreamObserver<byte[]> to) {
    if (new String(message, UTF_8).equals("fail")) {
      to.onError(Status.NOT_FOUND.withDescription("niemand hört").asRuntimeException());
    } else if (!new String(message, UTF_8).equals("never")) {
      to.onNext(message);
      to.onCompleted();
    }
  }

  private GrpcClient ourClient(Optional<TlsSettings> tls) {
    var client = new GrpcClient(new GrpcClient.Options(tls, LONG, MAX_BYTES));
    opened.add(client);
    return client;
  }

  private static byte[] say(GrpcClient client, int port, String text, Duration timeout)
      throws IOException, InterruptedException {
    return client.call(
        "127.0.0.1:" + port,
        PATH,
        text.getBytes(UTF_8),
        HttpHeaders.of("x-scope-orgid", "fake"),
        timeout);
  }

  @Test
  void ourClientCallsTheirServer() throws Exception {
    int port = theirServer().getPort();
    GrpcClient client = ourClient(Optional.empty());
    assertThat(say(client, port, "hello", LONG)).asString().isEqualTo("hello");
    assertThatThrownBy(() -> say(client, port, "fail", LONG))
        .hasMessageEndingWith("NOT_FOUND: niemand hört")
        .hasFieldOrPropertyWithValue("status", GrpcStatus.NOT_FOUND);
    assertThatThrownBy(() ->
            client.call("127.0.0.1:" + port, "/test.Echo/No", new byte[0], HttpHeaders.EMPTY, LONG))
        .hasFieldOrPropertyWithValue("status", GrpcStatus.UNIMPLEMENTED);
    assertThatThrownBy(() -> say(client, port, "never", Duration.ofMillis(200)))
        .hasFieldOrPropertyWithValue("status", GrpcStatus.DEADLINE_EXCEEDED);
  }

  /// No name of a host to [java.net.URI], but one to networks: a container's, say.
  @Test
  void ourClientCallsNamesWithAnUnderscore() throws Exception {
    GrpcClient client = ourClient(Optional.empty());
    assertThatThrownBy(() ->
            client.call("no_such_agent.invalid:1", PATH, new byte[0], HttpHeaders.EMPTY, LONG))
        .hasMessageStartingWith("cannot call " + PATH + " of no_such_agent.invalid:1: ")
        .hasFieldOrPropertyWithValue("status", GrpcStatus.UNAVAILABLE);
  }

  @Test
  void ourClientTakesNoAnswerThatIsTooLong() throws Exception {
    int port = theirServer().getPort();
    assertThatThrownBy(() -> say(ourClient(Optional.empty()), port, "x".repeat(2000), LONG))
        .isInstanceOf(GrpcException.class);
  }

  @Test
  void ourClientSaysWhoDoesNotAnswer() throws Exception {
    HttpServer server = ourServer();
    int port = server.port();
    server.close();
    assertThatThrownBy(() -> say(ourClient(Optional.empty()), port, "x", LONG))
        .hasMessageStartingWith("cannot call /test.Echo/Say of 127.0.0.1:" + port + ": ")
        .hasFieldOrPropertyWithValue("status", GrpcStatus.UNAVAILABLE);
  }

  @Test
  void oursUnderstandEachOtherWithTls() throws Exception {
    Path cert = Files.writeString(folder.resolve("cert.pem"), Certificates.server().cert());
    Path key = Files.writeString(folder.resolve("key.pem"), Certificates.server().key());
    Path web =
        Files.writeString(
            folder.resolve("web.yml"),
            "tls_server_config: {cert_file: " + cert + ", key_file: " + key + "}\n");
    int port = ourServer(HttpServerSettings.on("127.0.0.1:0").withWebConfigFile(web)).port();
    var tls =
        new TlsSettings(
            SecretSource.ofText(Certificates.ca()),
            SecretSource.NONE,
            SecretSource.NONE,
            "localhost",
            false,
            null,
            null);
    assertThat(say(ourClient(Optional.of(tls)), port, "hello", LONG)).asString().isEqualTo("hello");
    assertThatThrownBy(() -> say(ourClient(Optional.of(TlsSettings.DEFAULTS)), port, "x", LONG))
        .hasFieldOrPropertyWithValue("status", GrpcStatus.UNAVAILABLE);
  }

  @Test
  void textsGoThereAndBack() {
    for (String text : List.of("", "plain", "100 % – ä\n", "%zz%4", "€".repeat(3))) {
      assertThat(GrpcTexts.decode(GrpcTexts.encode(text))).isEqualTo(text);
    }
    assertThat(GrpcTexts.decode("%zz%4")).isEqualTo("%zz%4");
    assertThat(GrpcTexts.timeout("5S")).contains(Duration.ofSeconds(5));
    assertThat(GrpcTexts.timeout("123456789S")).isEmpty();
    assertThat(GrpcTexts.timeout(Duration.ofMillis(1500))).isEqualTo("1500m");
  }
}
