package io.tributary.cluster.sharing;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.ByteSource;
import io.tributary.base.bytes.ByteSource.TruncatedException;
import io.tributary.base.bytes.Varint;
import io.tributary.cluster.sharing.Message.Announce;
import io.tributary.cluster.sharing.Message.Ask;
import io.tributary.cluster.sharing.Message.Batch;
import io.tributary.cluster.sharing.Message.Hand;
import io.tributary.cluster.sharing.Message.Held;
import io.tributary.cluster.sharing.Message.Holdings;
import io.tributary.cluster.sharing.Message.OfUnit;
import io.tributary.cluster.sharing.Message.Offer;
import io.tributary.cluster.sharing.Message.Offered;
import io.tributary.cluster.sharing.Message.Part;
import io.tributary.cluster.sharing.Message.Refuse;
import io.tributary.cluster.sharing.Message.UnitDigest;
import io.tributary.cluster.sharing.Message.Verb;
import io.tributary.wire.WireException;
import io.tributary.wire.compress.Snappy;
import io.tributary.wire.compress.Unsnappy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Messages as bytes.
///
/// ```
/// message  = 'S' version kind fence body
/// announce = oldest newest flags weight wallMs count (unit digest)*       kind 0, version 0
/// others   = unit term(varint) …                                               as their records
/// fence    = the term of the lease that the sender knows of (8); from version 2 on, not in announce
/// flags    = 1 wants an answer, 2 is ready, 4 gets what it asks for of the processor
/// text     = length(varint) UTF-8
/// keys     = count(varint) key(8, little-endian)*
/// stamps   = count(varint) zigzag(varint)*
/// page     = length(varint) snappy block, or length 0
/// ```
///
/// Owned by one thread.
final class MessageCodec {
  /// The first byte: other users of the same peers begin with another one.
  static final int CHANNEL = 'S';

  static final int OLDEST = 1;
  static final int NEWEST = 2;

  /// From this version on messages carry the term of the lease.
  private static final int FENCED = 2;

  private static final int FENCE_AT = 3;

  /// In one message; longer lists are told in several.
  static final int MAX_KEYS = 16_384;

  static final int MAX_UNITS = 16_384;
  static final int MAX_TEXT_BYTES = 4096;

  /// A page that takes more when it is compressed does not travel either.
  static final int MAX_PACKED_PAGE_BYTES = 2 << 20;

  private static final int ANNOUNCE = 0;
  private static final int ASK = 1;
  private static final int REFUSE = 2;
  private static final int HOLDINGS = 3;
  private static final int OFFER = 4;
  private static final int OFFERED = 5;
  private static final int BATCH = 6;
  private static final int HAND = 7;
  private static final int HELD = 8;

  private static final int WANTS_ANSWER = 1;
  private static final int IS_READY = 2;
  private static final int IS_WELL = 4;

  // Their places are what travels.
  private static final List<Part> PARTS = List.of(Part.CHANGE, Part.MORE, Part.LAST);

  private static final List<Verb> VERBS =
      List.of(
          Verb.TAKE,
          Verb.EXPECT,
          Verb.PROBE,
          Verb.REACHED,
          Verb.UNREACHED,
          Verb.RELEASE,
          Verb.RELEASED,
          Verb.TAKEN,
          Verb.LOST,
          Verb.REGAINED,
          Verb.END);

  // Of the message that is being encoded.
  private int version;
  private long fence;

  private final ByteSink sink = new ByteSink(1024);
  private final Snappy snappy = new Snappy();
  private final Unsnappy unsnappy = new Unsnappy();

  /// Whether a message is for this codec.
  static boolean isOurs(byte[] message) {
    return message.length > 0 && message[0] == CHANNEL;
  }

  /// The term of the lease that whoever sent this knew of; 0 for none, or where it does not say.
  static long fence(byte[] message) {
    boolean isFenced =
        message.length >= FENCE_AT + Long.BYTES
            && message[1] >= FENCED
            && message[FENCE_AT - 1] != ANNOUNCE;
    return isFenced ? new ByteSource(message, FENCE_AT, message.length).getLong() : 0;
  }

  byte[] encode(Message message, int version) {
    return encode(message, version, 0);
  }

  /// @param fence the term of the lease that this agent knows of
  byte[] encode(Message message, int version, long fence) {
    this.version = version;
    this.fence = fence;
    sink.clear();
    sink.put(CHANNEL);
    sink.put(message instanceof Announce ? 0 : version);
    switch (message) {
      case Announce announce -> announce(announce);
      case Ask ask -> {
        begin(ASK, ask);
        sink.put(ask.wantsOffer() ? 1 : 0);
      }
      case Refuse refuse -> begin(REFUSE, refuse);
      case Holdings holdings -> {
        begin(HOLDINGS, holdings);
        sink.put(PARTS.indexOf(holdings.part()));
        keys(holdings.keys());
        numbers(holdings.series());
        numbers(holdings.bytes());
        numbers(holdings.leadsMs());
      }
      case Offer offer -> {
        begin(OFFER, offer);
        sink.putVarint(offer.count());
        sink.putLong(offer.mixed());
      }
      case Held held -> {
        begin(HELD, held);
        sink.putVarint(held.count());
        sink.putLong(held.mixed());
      }
      case Offered offered -> {
        begin(OFFERED, offered);
        sink.put(PARTS.indexOf(offered.part()));
        keys(offered.keys());
      }
      case Batch batch -> {
        begin(BATCH, batch);
        sink.put(VERBS.indexOf(batch.verb()));
        text(batch.to());
        keys(batch.keys());
        numbers(batch.stamps());
      }
      case Hand hand -> {
        begin(HAND, hand);
        sink.putLong(hand.key());
        sink.putLong(hand.handed().lastTimestampMs());
        page(hand.handed().lastPage());
      }
    }
    return sink.toByteArray();
  }

  private void announce(Announce announce) {
    sink.put(ANNOUNCE);
    sink.put(announce.oldest());
    sink.put(announce.newest());
    sink.put(
        (announce.wantsAnswer() ? WANTS_ANSWER : 0)
            | (announce.isReady() ? IS_READY : 0)
            | (announce.isWell() ? IS_WELL : 0));
    sink.putVarint(announce.weight());
    sink.putLong(announce.wallMs());
    sink.putVarint(announce.units().size());
    for (UnitDigest unit : announce.units()) {
      text(unit.unit());
      text(unit.digest());
    }
  }

  private void begin(int kind, OfUnit message) {
    sink.put(kind);
    if (version >= FENCED) {
      sink.putLong(fence);
    }
    text(message.unit());
    sink.putVarint(message.term());
  }

  private void text(String text) {
    sink.putLengthPrefixed(text.getBytes(StandardCharsets.UTF_8));
  }

  private void keys(long[] keys) {
    sink.putVarint(keys.length);
    for (long key : keys) {
      sink.putLong(key);
    }
  }

  private void numbers(long[] numbers) {
    sink.putVarint(numbers.length);
    for (long number : numbers) {
      sink.putVarint(Varint.zigzag(number));
    }
  }

  private void page(byte[] page) {
    if (page.length == 0 || page.length > Handed.MAX_PAGE_BYTES) {
      sink.putVarint(0);
      return;
    }
    int packed = snappy.compress(page, 0, page.length);
    if (packed > MAX_PACKED_PAGE_BYTES) {
      sink.putVarint(0);
      return;
    }
    sink.putVarint(packed);
    sink.put(snappy.output(), 0, packed);
  }

  /// Throws [WireException] for what no agent of a known version can have sent.
  Message decode(byte[] message) {
    var source = new ByteSource(message);
    try {
      source.skip(1);
      int version = source.get();
      int kind = source.get();
      if (kind == ANNOUNCE) {
        return announce(source); // what newer versions have put behind it is not read
      }
      if (version < OLDEST || version > NEWEST) {
        throw new WireException(
            "cannot read a message of version %s: versions %s to %s are known"
                .formatted(version, OLDEST, NEWEST),
            1);
      }
      if (version >= FENCED) {
        source.getLong(); // see fence()
      }
      Message decoded = body(kind, text(source), source.getVarint(), source);
      if (source.hasRemaining()) {
        throw new WireException("cannot read a message: it goes on", source.position());
      }
      return decoded;
    } catch (TruncatedException e) {
      throw new WireException(
          "cannot read a message: %s".formatted(e.getMessage()), source.position());
    }
  }

  private static Announce announce(ByteSource source) {
    int oldest = source.get();
    int newest = source.get();
    int flags = source.get();
    int weight = source.getLength(Integer.MAX_VALUE);
    long wallMs = source.getLong();
    int count = source.getLength(MAX_UNITS);
    var units = new ArrayList<UnitDigest>();
    for (int i = 0; i < count; i++) {
      units.add(new UnitDigest(text(source), text(source)));
    }
    boolean wantsAnswer = (flags & WANTS_ANSWER) != 0;
    boolean isReady = (flags & IS_READY) != 0;
    boolean isWell = (flags & IS_WELL) != 0;
    return new Announce(oldest, newest, wantsAnswer, isReady, isWell, weight, wallMs, units);
  }

  private Message body(int kind, String unit, long term, ByteSource source) {
    return switch (kind) {
      case ASK -> new Ask(unit, term, source.get() == 1);
      case REFUSE -> new Refuse(unit, term);
      case HOLDINGS -> holdings(unit, term, source);
      case OFFER -> new Offer(unit, term, source.getLength(Integer.MAX_VALUE), source.getLong());
      case HELD -> new Held(unit, term, source.getLength(Integer.MAX_VALUE), source.getLong());
      case OFFERED -> new Offered(unit, term, part(source), keys(source));
      case BATCH -> batch(unit, term, source);
      case HAND -> {
        long key = source.getLong();
        yield new Hand(unit, term, key, new Handed(source.getLong(), page(source)));
      }
      default -> throw new WireException("cannot read a message of kind " + kind, 2);
    };
  }

  private static Holdings holdings(String unit, long term, ByteSource source) {
    Part part = part(source);
    long[] keys = keys(source);
    long[] series = numbers(source, keys.length);
    long[] bytes = numbers(source, keys.length);
    return new Holdings(unit, term, part, keys, series, bytes, numbers(source, keys.length));
  }

  private static Batch batch(String unit, long term, ByteSource source) {
    int verb = source.get();
    if (verb >= VERBS.size()) {
      throw new WireException("cannot read a message: unknown verb " + verb, source.position());
    }
    String to = text(source);
    long[] keys = keys(source);
    return new Batch(VERBS.get(verb), unit, term, to, keys, numbers(source, keys.length));
  }

  private static Part part(ByteSource source) {
    int part = source.get();
    if (part >= PARTS.size()) {
      throw new WireException("cannot read a message: unknown part " + part, source.position());
    }
    return PARTS.get(part);
  }

  private static String text(ByteSource source) {
    byte[] bytes = source.getBytes(source.getLength(MAX_TEXT_BYTES));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static long[] keys(ByteSource source) {
    int count = source.getLength(Math.min(MAX_KEYS, source.remaining() / Long.BYTES));
    long[] keys = new long[count];
    for (int i = 0; i < count; i++) {
      keys[i] = source.getLong();
    }
    return keys;
  }

  private static long[] numbers(ByteSource source, int expected) {
    int count = source.getLength(MAX_KEYS);
    if (count != expected) {
      throw new WireException(
          "cannot read a message: %s numbers for %s keys".formatted(count, expected),
          source.position());
    }
    long[] numbers = new long[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = Varint.unzigzag(source.getVarint());
    }
    return numbers;
  }

  private byte[] page(ByteSource source) {
    int packed = source.getLength(MAX_PACKED_PAGE_BYTES);
    if (packed == 0) {
      return new byte[0];
    }
    byte[] block = source.getBytes(packed);
    if (Unsnappy.decodedLength(block, packed) > Handed.MAX_PAGE_BYTES) {
      throw new WireException("cannot read a message: the page is too large", source.position());
    }
    int length = unsnappy.decode(block, packed);
    return Arrays.copyOf(unsnappy.output(), length);
  }
}
