package io.tributary.testkit.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// A program for a host of the network: `listen PORT` takes connections until it is ended, `HOST
/// PORT` makes one and exits with 0 if that works within a second.
final class Call {
  private Call() {}

  public static void main(String... args) throws IOException {
    if (args[0].equals("listen")) {
      try (var server = new ServerSocket(Integer.parseInt(args[1]))) {
        while (true) {
          server.accept().close();
        }
      }
    }
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(args[0], Integer.parseInt(args[1])), 1000);
    }
  }
}
