package io.portage.deadletter;

import io.portage.config.PortageConfig;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;

/**
 * The summaries of a job's dead letters in memory. Each refresh reads only what was appended to the
 * topic since the last one, and at most a given number of entries; files are read again.
 *
 * <p>Bounded: at most {@code most} dead letters, the first ones of the store. Thread-safe; calls
 * wait for each other.
 */
public final class DeadLetterIndex {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** The entries that are read by one refresh. */
  private static final int ENTRIES = 200_000;

  /** The entries of one dead letter whose places are remembered: the first and the last ones. */
  private static final int HISTORY = 20;

  private final DeadLetterStore store;
  private final int most;
  private final Clock clock;
  private final Map<Integer, Long> positions = new HashMap<>();
  private final DeadLetterDeduplicator<DeadLetterSummary> summaries =
      new DeadLetterDeduplicator<>();
  private final Map<String, List<EntryPlace>> places = new LinkedHashMap<>();
  private boolean truncated;

  private DeadLetterIndex(DeadLetterStore store, int most, Clock clock) {
    this.store = store;
    this.most = most;
    this.clock = clock;
  }

  /** The place of an entry in the topic. */
  private record EntryPlace(int partition, long offset) {}

  /**
   * All dead letters that are known after a refresh.
   *
   * @param summaries one per id, in the order of their first occurrence
   * @param isComplete false if there are more, which the next refresh or no refresh reads
   * @param read the entries of the topic and of the files that this refresh has read
   */
  public record DeadLetterListing(
      List<DeadLetterSummary> summaries, boolean isComplete, int read) {}

  /**
   * Creates an empty index of a job's dead letters.
   *
   * @param most the number of dead letters that are kept
   */
  public static DeadLetterIndex of(PortageConfig config, int most, Clock clock) {
    return new DeadLetterIndex(DeadLetterStore.of(config), most, clock);
  }

  /**
   * Reads what was appended and returns all.
   *
   * @throws IOException if the store cannot be read
   */
  public synchronized DeadLetterListing refresh() throws IOException {
    boolean atEnd = true;
    AtomicInteger read = new AtomicInteger();
    KafkaDeadLetterSink topic = store.topic();
    if (topic != null) {
      try {
        atEnd =
            KafkaDeadLetterReader.continueFrom(
                topic,
                positions,
                ENTRIES,
                PATIENCE,
                clock,
                (partition, offset, entry) -> {
                  read.incrementAndGet();
                  add(partition, offset, entry);
                });
      } catch (KafkaException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
    DeadLetterFiles.read(
        store.folder(),
        DeadLetterVisitor.of(
            entry -> {
              read.incrementAndGet();
              add(entry);
            },
            (place, problem) -> {
              // portage deadletters list reports it.
            }));
    List<DeadLetterSummary> all = new ArrayList<>();
    summaries
        .latest()
        .forEach(
            latest -> all.add(latest.value().folded(latest.attempts(), latest.firstFailedAt())));
    return new DeadLetterListing(all, atEnd && !truncated, read.get());
  }

  private void add(int partition, long offset, StoredDeadLetter entry) {
    if (add(entry)) {
      List<EntryPlace> entries = places.computeIfAbsent(entry.id(), id -> new ArrayList<>());
      if (entries.size() == HISTORY) {
        entries.remove(1);
      }
      entries.add(new EntryPlace(partition, offset));
    }
  }

  private boolean add(StoredDeadLetter entry) {
    if (!summaries.contains(entry.id()) && summaries.size() >= most) {
      truncated = true;
      return false;
    }
    summaries.add(entry, DeadLetterSummary.of(entry));
    return true;
  }

  /**
   * Returns the entries of a dead letter, of its failures, edits and resolutions, the oldest first;
   * empty if there is none of that id. Of more than 20 the first and the last ones.
   *
   * @throws IOException if the store cannot be read
   */
  public List<StoredDeadLetter> history(String id) throws IOException {
    Map<Integer, List<Long>> offsets = new HashMap<>();
    synchronized (this) {
      places
          .getOrDefault(id, List.of())
          .forEach(
              place ->
                  offsets
                      .computeIfAbsent(place.partition(), partition -> new ArrayList<>())
                      .add(place.offset()));
    }
    KafkaDeadLetterSink topic = store.topic();
    List<StoredDeadLetter> entries = new ArrayList<>();
    if (topic != null && !offsets.isEmpty()) {
      entries.addAll(KafkaDeadLetterReader.at(topic, offsets, PATIENCE, clock));
    }
    DeadLetterFiles.read(
        store.folder(),
        DeadLetterVisitor.of(
            entry -> {
              if (entry.id().equals(id)) {
                entries.add(entry);
              }
            },
            (place, problem) -> {
              // portage deadletters list reports it.
            }));
    entries.removeIf(entry -> !entry.id().equals(id)); // the log was replaced
    entries.sort(Comparator.comparingLong(StoredDeadLetter::time));
    return entries;
  }

  /**
   * Returns the present state of a dead letter.
   *
   * @throws IOException if the store cannot be read
   */
  public Optional<StoredDeadLetter> find(String id) throws IOException {
    DeadLetterDeduplicator<StoredDeadLetter> latest = new DeadLetterDeduplicator<>();
    history(id).forEach(entry -> latest.add(entry, entry));
    return latest.latest().stream().map(DeadLetterDeduplicator.LatestEntry::value).findFirst();
  }
}
