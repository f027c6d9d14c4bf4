package io.tributary.metrics.receive;

import io.tributary.base.bytes.Hash64;
import io.tributary.base.time.Clock;
import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.ColumnSink;
import io.tributary.model.layout.Exemplar;
import io.tributary.model.layout.Layouts;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.wire.writerequest.WriteRequest;
import io.tributary.wire.writerequest.WriteRequest.SeriesExemplar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns remote-write requests into columns and hands these to a sink.
///
/// Senders put the same series into request after request, in changing company. So each series gets
/// a place when it is seen first, a row of a chunk; after that a request costs a look into a table
/// for each of its series, and one column for each chunk that it has samples of. Several samples of
/// a series make several columns, in their order.
///
/// What is refused: a sample that is not newer than the last one of its series, one too far in the
/// future, a histogram that does not add up, labels that cannot be. All else of the request is
/// taken. An exemplar waits for a sample of its series, with which it travels.
///
/// Thread-safe: guarded by `this`.
///
/// Source: prometheus/prometheus `storage/remote/write_handler.go`, for what is refused and how.
public final class WriteRequestIntake {
  private static final long MAX_AHEAD_MS = 10 * 60_000;

  /// A chunk of which nothing came for so long is forgotten.
  private static final long IDLE_NANOS = 2L * 3600 * 1_000_000_000;

  private static final long SWEEP_NANOS = 60L * 1_000_000_000;

  /// Series that have a place; more take that of those which were silent for longest.
  private static final int MAX_SERIES = 4_000_000;

  /// The second hash of every series, so that equal ones are the same.
  private static final long OTHER_SEED = Hash64.SEED * 0x9E3779B97F4A7C15L + 1;

  private final ColumnSink sink;
  private final Clock clock;
  private final ChunkBuilder builder;
  private final SeriesTable table = new SeriesTable();
  private List<SeriesChunk> chunks = new ArrayList<>();
  private int requestNumber;
  private long sweptNanos;

  private final WaitingExemplars waiting = new WaitingExemplars();

  // Of the request at hand: the number of each of its series, and of what was admitted the series,
  // the place in the request and the how manieth sample of its series it is.
  private int[] numbers = new int[256];
  private int admitted;
  private int[] admittedSeries = new int[1024];
  private int[] admittedSample = new int[1024];
  private int[] admittedRound = new int[1024];
  private int rounds;
  private final List<SeriesChunk> open = new ArrayList<>();

  public WriteRequestIntake(Layouts layouts, ColumnSink sink, Clock clock) {
    this.sink = sink;
    this.clock = clock;
    this.builder = new ChunkBuilder(layouts);
    this.sweptNanos = clock.nanos();
  }

  /// Takes what can be taken of a request. Throws what the sink throws; then nothing of it counts
  /// as taken, and the same request may come again.
  ///
  /// @param needsSamples a series without any is refused, as version 2 has it
  public synchronized Outcome accept(WriteRequest request, boolean needsSamples) {
    var outcome = new Outcome();
    request.remarks().forEach(outcome::refuse);
    sweep();
    begin(request);
    resolve(request, needsSamples, outcome);
    admit(request, outcome);
    try {
      hand(request);
    } catch (RuntimeException e) {
      forgetTimes();
      throw e;
    }
    return outcome;
  }

  /// What was taken last may come again: it is not known to be safe.
  public synchronized void forgetTimes() {
    table.forgetTimes();
    open.forEach(SeriesChunk::clear);
    open.clear();
  }

  /// Series that have a place now.
  public synchronized int seriesCount() {
    return table.size();
  }

  /// Exemplars for whose series no sample came.
  public synchronized long droppedExemplars() {
    return waiting.dropped();
  }

  private void begin(WriteRequest request) {
    requestNumber++;
    admitted = 0;
    rounds = 0;
    if (numbers.length < request.seriesCount()) {
      numbers = new int[request.seriesCount() + request.seriesCount() / 4];
    }
    if (admittedSeries.length < request.sampleCount()) {
      int length = request.sampleCount() + request.sampleCount() / 4;
      admittedSeries = new int[length];
      admittedSample = new int[length];
      admittedRound = new int[length];
    }
  }

  /// Finds the number of each series, and a place for new ones.
  private void resolve(WriteRequest request, boolean needsSamples, Outcome outcome) {
    List<ChunkBuilder.Newcomer> newcomers = null;
    for (int i = 0; i < request.seriesCount(); i++) {
      numbers[i] = SeriesTable.NONE;
      int samples = request.endSample(i) - request.firstSample(i);
      String problem = request.problem(i);
      if (problem != null) {
        outcome.invalid(samples, problem);
        continue;
      }
      if (samples == 0 && needsSamples) {
        outcome.refuse(
            "TimeSeries must contain at least one sample or histogram for series "
                + labels(request, i));
        continue;
      }
      long first = hash(request, i, Hash64.SEED);
      long second = hash(request, i, OTHER_SEED);
      int number = table.find(first, second);
      if (number == SeriesTable.NONE) {
        number = table.add(first, second);
        newcomers = newcomers == null ? new ArrayList<>() : newcomers;
        newcomers.add(builder.newcomer(number, i, request));
      }
      numbers[i] = number;
    }
    if (newcomers != null) {
      builder.settle(newcomers, request, table, clock.nanos(), chunks::add);
    }
  }

  /// The same labels with other metadata are another series here: blocks have one of each.
  private static long hash(WriteRequest request, int series, long seed) {
    FamilyMetadata metadata = request.metadata(series);
    long of = metadata == FamilyMetadata.NONE ? seed : seed ^ metadata.hashCode() * 31L;
    return Hash64.of(request.rows(), request.rowFrom(series), request.rowTo(series), of);
  }

  private void admit(WriteRequest request, Outcome outcome) {
    long latestMs = clock.wallMs() + MAX_AHEAD_MS;
    for (int i = 0; i < request.seriesCount(); i++) {
      int number = numbers[i];
      if (number == SeriesTable.NONE) {
        continue;
      }
      for (int sample = request.firstSample(i); sample < request.endSample(i); sample++) {
        String problem = problem(request, number, sample, latestMs);
        if (problem == null) {
          outcome.took(request.histogram(sample) != null);
          admit(number, sample, request.timestampMs(sample));
        } else {
          outcome.refuse(problem + " for series " + labels(request, i));
        }
      }
    }
    for (SeriesExemplar exemplar : request.exemplars()) {
      admit(exemplar, latestMs, outcome);
    }
  }

  private @Nullable String problem(WriteRequest request, int number, int sample, long latestMs) {
    long atMs = request.timestampMs(sample);
    if (atMs > latestMs) {
      return "out of bounds: timestamp is too far in the future";
    }
    if (atMs <= table.lastMs(number)) {
      return "out of order sample";
    }
    NativeHistogram histogram = request.histogram(sample);
    return histogram == null ? null : reduced(histogram).problem();
  }

  private void admit(int number, int sample, long timestampMs) {
    int round = table.sampleOf(number, requestNumber, timestampMs);
    admittedSeries[admitted] = number;
    admittedSample[admitted] = sample;
    admittedRound[admitted++] = round;
    rounds = Math.max(rounds, round + 1);
  }

  private void admit(SeriesExemplar exemplar, long latestMs, Outcome outcome) {
    int number = numbers[exemplar.series()];
    if (number == SeriesTable.NONE) {
      return;
    }
    if (exemplar.timestampMs() > latestMs) {
      outcome.refuse("exemplar: out of bounds: timestamp is too far in the future");
      return;
    }
    outcome.tookExemplar();
    waiting.add(number, exemplar);
  }

  /// Schemas that exist on paper are reduced to the finest that storage takes.
  private static NativeHistogram reduced(NativeHistogram histogram) {
    return !histogram.hasCustomBuckets()
            && histogram.schema() > NativeHistogram.MAX_SCHEMA
            && histogram.schema() <= NativeHistogram.MAX_RESERVED_SCHEMA
        ? histogram.reducedTo(NativeHistogram.MAX_SCHEMA)
        : histogram;
  }

  /// Round by round: the first samples of all series, then the second ones.
  private void hand(WriteRequest request) {
    if (rounds <= 1) {
      for (int i = 0; i < admitted; i++) {
        put(request, i);
      }
      flush();
      return;
    }
    int[] order = inRounds();
    int round = 0;
    for (int at : order) {
      if (admittedRound[at] != round) {
        flush();
        round = admittedRound[at];
      }
      put(request, at);
    }
    flush();
  }

  /// A stable sort by counting.
  private int[] inRounds() {
    int[] from = new int[rounds + 1];
    for (int i = 0; i < admitted; i++) {
      from[admittedRound[i] + 1]++;
    }
    for (int round = 0; round < rounds; round++) {
      from[round + 1] += from[round];
    }
    int[] order = new int[admitted];
    for (int i = 0; i < admitted; i++) {
      order[from[admittedRound[i]]++] = i;
    }
    return order;
  }

  private void put(WriteRequest request, int at) {
    int number = admittedSeries[at];
    int sample = admittedSample[at];
    SeriesChunk chunk = table.chunk(number);
    if (chunk.isEmpty()) {
      open.add(chunk);
    }
    int row = table.row(number);
    NativeHistogram histogram = request.histogram(sample);
    chunk.add(
        row,
        request.timestampMs(sample),
        request.startMs(sample),
        request.valueBits(sample),
        histogram == null ? null : reduced(histogram));
    boolean isLast = admittedRound[at] + 1 == table.samplesOf(number, requestNumber);
    if (isLast && !waiting.isEmpty()) {
      addExemplars(number, chunk, row);
    }
  }

  private void addExemplars(int number, SeriesChunk chunk, int row) {
    for (SeriesExemplar one : waiting.take(number)) {
      chunk.add(new Exemplar(row, one.labels(), one.valueBits(), one.timestampMs()));
    }
  }

  private void flush() {
    long now = clock.nanos();
    for (SeriesChunk chunk : open) {
      sink.append(chunk.column(now));
      chunk.clear();
    }
    open.clear();
  }

  /// Forgets chunks that are idle, and where there are too many series those idle for longest.
  private void sweep() {
    long now = clock.nanos();
    if (now - sweptNanos < SWEEP_NANOS && table.size() < MAX_SERIES) {
      return;
    }
    sweptNanos = now;
    long idle = IDLE_NANOS;
    if (table.size() >= MAX_SERIES) {
      long[] ages = chunks.stream().mapToLong(chunk -> now - chunk.usedNanos()).sorted().toArray();
      idle = Math.min(idle, ages[ages.length / 2]);
    }
    var kept = new ArrayList<SeriesChunk>(chunks.size());
    for (SeriesChunk chunk : chunks) {
      if (now - chunk.usedNanos() >= idle) {
        chunk.drop();
      } else {
        kept.add(chunk);
      }
    }
    if (kept.size() < chunks.size()) {
      chunks = kept;
      waiting.clear();
      table.retainUsed();
    }
  }

  /// For messages.
  private static Labels labels(WriteRequest request, int series) {
    return LabelsOfRow.of(request.rows(), request.rowFrom(series), request.rowTo(series));
  }
}
