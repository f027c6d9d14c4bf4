package io.tributary.metrics.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CursorStoreTest {
  private static final Path DIRECTORY = Path.of("/data/cursors");

  private static WalPosition place(long number) {
    return new WalPosition(1 + number / 100, number * 31, number * 2, number * 1_000);
  }

  private static byte[] extra(SplittableRandom random) {
    var bytes = new byte[random.nextInt(3) == 0 ? random.nextInt(60_000) : random.nextInt(40)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static CursorStore open(SimulatedDisk disk) {
    return new CursorStore(DIRECTORY, disk, "https://receiver/api/v1/write");
  }

  @Test
  void givesBackWhatWasStoredLastWhateverItsSize() throws IOException {
    var random = new SplittableRandom(1);
    var disk = new SimulatedDisk(random.split());
    assertThat(open(disk).load()).isEmpty();
    for (int i = 1; i < 200; i++) {
      var store = open(disk);
      byte[] extra = extra(random);
      store.store(place(i), extra);
      var loaded = open(disk).load().orElseThrow();
      assertThat(loaded.position()).isEqualTo(place(i));
      assertThat(loaded.extra()).isEqualTo(extra);
    }
  }

  /// A power cut leaves the last place that was forced or a later one; a kill leaves the last one.
  @Test
  void neverFallsBehindTheLastForcedPlace() throws IOException {
    for (long seed = 0; seed < 400; seed++) {
      var random = new SplittableRandom(seed);
      var disk = new SimulatedDisk(random.split());
      var store = open(disk);
      long number = 0;
      long latest = 0;
      long forced = 0;
      var written = new ArrayList<Long>();
      for (int life = 0; life < 6; life++) {
        for (int i = random.nextInt(6); i > 0; i--) {
          number++;
          latest = number;
          written.add(number);
          if (random.nextInt(3) == 0) {
            store.store(place(number), extra(random));
            forced = number;
          } else {
            store.note(place(number), extra(random));
          }
        }
        boolean isKill = random.nextBoolean();
        if (isKill) {
          disk.kill();
        } else {
          disk.crash();
        }
        store = open(disk);
        var loaded = store.load();
        if (loaded.isEmpty()) {
          assertThat(forced).as("seed %d: last forced", seed).isZero();
          continue;
        }
        long found = loaded.get().position().samples() / 1_000;
        assertThat(found)
            .as("seed %d, life %d: found", seed, life)
            .isGreaterThanOrEqualTo(forced)
            .isIn(written);
        if (isKill) {
          assertThat(found).as("seed %d: after a kill", seed).isEqualTo(latest);
        } else {
          latest = found;
          forced = found;
        }
      }
    }
  }

  @Test
  void notesPlacesWhileAForceTakesItsTime() throws Exception {
    for (long seed = 0; seed < 60; seed++) {
      var random = new SplittableRandom(seed);
      var disk = new SimulatedDisk(random.split());
      var store = open(disk);
      store.store(place(1), extra(random));
      store.note(place(2), extra(random));
      disk.stallForces();
      var forcing = Thread.ofPlatform().start(() -> forceQuietly(store));
      disk.awaitStalled();
      for (int i = 3; i < 8; i++) {
        store.note(place(i), extra(random));
        assertThat(store.force()).as("a second force beside the first").isNull();
      }
      if (random.nextBoolean()) {
        disk.heal();
        forcing.join();
        assertThat(store.force()).isEqualTo(place(7));
        disk.crash();
        assertThat(open(disk).load().orElseThrow().position()).isEqualTo(place(7));
      } else {
        // The power goes while the force hangs: the place before it is whole, whatever became of
        // it.
        disk.crash();
        forcing.join();
        assertThat(open(disk).load().orElseThrow().position().samples() / 1_000)
            .as("seed %d", seed)
            .isBetween(1L, 7L);
      }
    }
  }

  private static void forceQuietly(CursorStore store) {
    try {
      store.force();
    } catch (IOException _) {
      // The power went.
    }
  }

  @Test
  void writesAgainWhatAForceFailedFor() throws IOException {
    var disk = new SimulatedDisk(new SplittableRandom(4));
    var store = open(disk);
    store.store(place(1), new byte[0]);
    store.note(place(2), new byte[0]);
    disk.failForces(true);
    assertThatThrownBy(store::force).isInstanceOf(IOException.class);
    disk.heal();
    disk.removeAll();
    assertThat(store.force()).isEqualTo(place(2));
    disk.crash();
    assertThat(open(disk).load().orElseThrow().position()).isEqualTo(place(2));
  }

  @Test
  void keepsTheLastPlaceWhenTheDiskIsFull() throws IOException {
    var disk = new SimulatedDisk(new SplittableRandom(2));
    var store = open(disk);
    store.store(place(1), new byte[0]);
    disk.capacity(disk.usedBytes());
    for (int i = 2; i < 20; i++) {
      store.store(place(i), new byte[i * 3_000]);
    }
    assertThat(open(disk).load().orElseThrow().position()).isEqualTo(place(19));
  }

  @Test
  void startsAnewWhenNoSlotIsReadable() throws IOException {
    var disk = new SimulatedDisk(new SplittableRandom(3));
    open(disk).store(place(1), new byte[9]);
    var file = disk.files().getFirst();
    for (byte[] bytes :
        List.of(
            new byte[0], new byte[50], new byte[200_000], Arrays.copyOf(disk.content(file), 70))) {
      disk.overwrite(file, bytes);
      var store = open(disk);
      assertThat(store.load()).isEmpty();
      store.store(place(2), new byte[0]);
      assertThat(open(disk).load().orElseThrow().position()).isEqualTo(place(2));
    }
  }
}
