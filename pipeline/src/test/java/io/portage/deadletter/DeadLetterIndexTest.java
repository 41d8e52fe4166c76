package io.portage.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.MemoryFileSystem;
import io.portage.deadletter.DeadLetterIndex.DeadLetterListing;
import io.portage.model.DeadLetter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index over files; {@code DirectConsoleLoadIT} has one over a topic. */
final class DeadLetterIndexTest {
  private static final Clock STOPPED = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  @TempDir Path folder;

  @Test
  void readsEachLineOnce() throws IOException {
    DeadLetterIndex index = index(STOPPED);
    append("a", DeadLetterFixtures.ofRecord(1), DeadLetterFixtures.ofRecord(2));

    assertListing(index.refresh(), 2, "users_cdc-1-1", "users_cdc-1-2");
    assertListing(index.refresh(), 0, "users_cdc-1-1", "users_cdc-1-2");

    append("a", DeadLetterFixtures.ofRecord(3));
    append("b", DeadLetterFixtures.ofRecord(4));
    assertListing(
        index.refresh(), 2, "users_cdc-1-1", "users_cdc-1-2", "users_cdc-1-3", "users_cdc-1-4");
  }

  @Test
  void readsALineThatWasIncompleteWhenItIsWhole() throws IOException {
    DeadLetterIndex index = index(STOPPED);
    Path file = append("a", DeadLetterFixtures.ofRecord(1));
    String line = line(DeadLetterFixtures.ofRecord(2));
    Files.writeString(file, line.substring(0, 40), StandardOpenOption.APPEND);

    assertListing(index.refresh(), 1, "users_cdc-1-1");
    assertListing(index.refresh(), 0, "users_cdc-1-1");
    Files.writeString(file, line.substring(40), StandardOpenOption.APPEND);
    assertListing(index.refresh(), 1, "users_cdc-1-1", "users_cdc-1-2");
  }

  @Test
  void findsTheHistoryOfADeadLetterByItsPlaces() throws IOException {
    DeadLetterIndex index = index(STOPPED);
    append("a", DeadLetterFixtures.ofRecord(1), DeadLetterFixtures.ofRecord(2));
    append("b", DeadLetterFixtures.ofRecord(2), DeadLetterFixtures.ofRecord(3));
    index.refresh();

    assertThat(index.history("users_cdc-1-2"))
        .extracting(StoredDeadLetter::deadLetter)
        .containsExactly(DeadLetterFixtures.ofRecord(2), DeadLetterFixtures.ofRecord(2));
    assertThat(index.find("users_cdc-1-3")).isPresent();
    assertThat(index.history("users_cdc-1-9")).isEmpty();
  }

  @Test
  void aFileThatWasReplacedOrDeletedHasNoHistory() throws IOException {
    DeadLetterIndex index = index(STOPPED);
    Path replaced = append("a", DeadLetterFixtures.ofRecord(1), DeadLetterFixtures.ofRecord(2));
    Path deleted = append("b", DeadLetterFixtures.ofRecord(3));
    index.refresh();
    Files.delete(deleted);
    Files.writeString(replaced, line(DeadLetterFixtures.ofRecord(7)));

    assertThat(index.history("users_cdc-1-1")).isEmpty();
    assertThat(index.history("users_cdc-1-2")).isEmpty();
    assertThat(index.history("users_cdc-1-3")).isEmpty();
    index.refresh();
    assertThat(index.history("users_cdc-1-7")).hasSize(1);
  }

  @Test
  void skipsALineThatIsNoDeadLetter() throws IOException {
    DeadLetterIndex index = index(STOPPED);
    Path file = append("a", DeadLetterFixtures.ofRecord(1));
    Files.writeString(file, "no dead letter\n", StandardOpenOption.APPEND);
    append("a", DeadLetterFixtures.ofRecord(2));

    assertListing(index.refresh(), 3, "users_cdc-1-1", "users_cdc-1-2");
  }

  @Test
  void endsARefreshAfterItsTimeAndContinuesThere() throws IOException {
    AtomicLong now = new AtomicLong();
    // Each look at the clock takes 300 ms.
    InstantSource clock = () -> Instant.ofEpochMilli(now.addAndGet(300));
    DeadLetterIndex index = index(clock.withZone(ZoneOffset.UTC));
    for (int i = 1; i <= 9; i++) {
      append(i < 5 ? "a" : "b", DeadLetterFixtures.ofRecord(i));
    }

    DeadLetterListing first = index.refresh();
    assertThat(first.isComplete()).isFalse();
    assertThat(first.read()).isBetween(1, 8);
    DeadLetterListing all = index.refreshToEnd(Duration.ofMinutes(1));
    assertThat(all.isComplete()).isTrue();
    assertThat(all.summaries()).hasSize(9);
  }

  @Test
  void keepsTheFirstDeadLettersUpToItsBound() throws IOException {
    DeadLetterIndex index =
        new DeadLetterIndex(DeadLetterStore.ofFolder(folder.toString()), 2, STOPPED);
    append(
        "a",
        DeadLetterFixtures.ofRecord(1),
        DeadLetterFixtures.ofRecord(2),
        DeadLetterFixtures.ofRecord(3));

    DeadLetterListing listing = index.refreshToEnd(Duration.ofMinutes(1));
    assertThat(listing.summaries()).hasSize(2);
    assertThat(listing.isComplete()).isFalse();
  }

  @Test
  void readsAnObjectOnceAndFindsItsEntries() throws IOException {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    String objects = "mem://letters-index/objects";
    DeadLetterIndex index = new DeadLetterIndex(DeadLetterStore.ofFolder(objects), 10, STOPPED);
    try (ResolutionWriter writer = DeadLetterStore.ofFolder(objects).open()) {
      writer.add(StoredDeadLetter.unresolved(DeadLetterFixtures.ofRecord(1)));
      writer.add(StoredDeadLetter.unresolved(DeadLetterFixtures.ofRecord(2)));
      writer.sync();
    }

    assertListing(index.refresh(), 2, "users_cdc-1-1", "users_cdc-1-2");
    assertListing(index.refresh(), 0, "users_cdc-1-1", "users_cdc-1-2");
    assertThat(index.history("users_cdc-1-2")).hasSize(1);
    MemoryFileSystem.OBJECTS.keySet().removeIf(name -> name.startsWith(objects));
    assertThat(index.history("users_cdc-1-2")).isEmpty();
  }

  private DeadLetterIndex index(Clock clock) {
    return new DeadLetterIndex(DeadLetterStore.ofFolder(folder.toString()), 100, clock);
  }

  private static void assertListing(DeadLetterListing listing, int read, String... ids) {
    assertThat(listing.summaries()).extracting(DeadLetterSummary::id).containsExactly(ids);
    assertThat(listing.read()).isEqualTo(read);
    assertThat(listing.isComplete()).isTrue();
  }

  private Path append(String name, DeadLetter... deadLetters) throws IOException {
    Path file = folder.resolve("dead-letters-" + name + ".jsonl");
    for (DeadLetter deadLetter : deadLetters) {
      Files.writeString(
          file, line(deadLetter), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    return file;
  }

  private static String line(DeadLetter deadLetter) throws IOException {
    return new String(
        DeadLetters.toLine(StoredDeadLetter.unresolved(deadLetter)), StandardCharsets.UTF_8);
  }
}
