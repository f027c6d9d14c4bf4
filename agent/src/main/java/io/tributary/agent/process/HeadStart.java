package io.tributary.agent.process;

import io.tributary.net.server.HttpServer;
import io.tributary.wire.compress.Gunzip;
import io.tributary.wire.compress.Snappy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Begins what every start needs and nothing has to wait for, while the command line and the
/// configuration are read: the tables of the HTTP server, the native codecs.
///
/// Whoever needs one of them first waits for it as it would without this.
public final class HeadStart {
  private static final Logger LOG = LoggerFactory.getLogger(HeadStart.class);

  private HeadStart() {}

  public static void begin() {
    Thread.ofPlatform()
        .name("head-start")
        .daemon(true)
        .start(() -> {
          HttpServer.warmUp();
          LOG.atDebug()
              .addKeyValue("gunzip", Gunzip.bestEngine())
              .addKeyValue("native_snappy", Snappy.isNativeAvailable())
              .log("Codecs");
        });
  }
}
