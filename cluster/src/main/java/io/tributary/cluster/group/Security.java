package io.tributary.cluster.group;

import java.io.IOException;
import java.net.Socket;

/// How the agents of a cluster know one another when they connect.
public interface Security {
  /// Anybody who reaches the port may join.
  Security NONE =
      new Security() {
        @Override
        public Socket outgoing() {
          return new Socket();
        }

        @Override
        public Socket admit(Socket accepted) {
          return accepted;
        }

        @Override
        public boolean isOpen() {
          return true;
        }
      };

  /// A socket, not connected yet, that proves who this agent is and wants proof when it connects.
  Socket outgoing() throws IOException;

  /// The connection as it is to be used. Throws where whoever connected is no member; waits for the
  /// proof.
  Socket admit(Socket accepted) throws IOException;

  /// Whether anybody is let in.
  boolean isOpen();
}
