package io.tributary.cluster.group;

import java.io.DataInput;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jgroups.Message;
import org.jgroups.MessageFactory;
import org.jgroups.ObjectMessage;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.util.Digest;
import org.jgroups.util.MutableDigest;
import org.jgroups.util.SeqnoList;
import org.jgroups.util.SizeStreamable;

/// Keeps the group from making objects that a message names.
///
/// The library can carry serialised Java objects, and objects of any class by its name. Its
/// protocols need neither: their own few classes travel by number. Everything else is refused.
final class SafeMessages extends MessageFactory {
  private static final Set<Short> ALLOWED =
      Stream.of(Digest.class, MutableDigest.class, SeqnoList.class)
          .map(ClassConfigurator::getMagicNumber)
          .collect(Collectors.toUnmodifiableSet());

  private static boolean isInstalled;

  private SafeMessages() {}

  /// For this process, once. It also refuses serialised objects everywhere else, unless whoever
  /// started the process has said what it may read.
  static synchronized void install() {
    if (isInstalled) {
      return;
    }
    isInstalled = true;
    creators[Message.OBJ_MSG] = NumberedOnly::new;
    refuse(Message.NIO_MSG);
    refuse(Message.COMPOSITE_MSG);
    refuse(Message.FRAG_MSG);
    refuse(Message.EARLYBATCH_MSG);
    if (ObjectInputFilter.Config.getSerialFilter() == null) {
      ObjectInputFilter.Config.setSerialFilter(info ->
          info.serialClass() == null
              ? ObjectInputFilter.Status.UNDECIDED
              : ObjectInputFilter.Status.REJECTED);
    }
  }

  /// The library takes what has no creator for unknown, though it does not say that there may be
  /// none.
  private static void refuse(short type) {
    Arrays.fill(creators, type, type + 1, null);
  }

  static final class NumberedOnly extends ObjectMessage {
    @Override
    public void readPayload(DataInput in) throws IOException, ClassNotFoundException {
      if (in.readByte() == 0) {
        return;
      }
      short number = in.readShort();
      if (!ALLOWED.contains(number)) {
        throw new IOException("cannot read an object of kind " + number + " from a message");
      }
      SizeStreamable object = ClassConfigurator.create(number);
      object.readFrom(in);
      setSizeStreamable(object);
    }
  }
}
