package io.portage.deadletter;

import io.portage.config.PortageConfig;
import io.portage.model.Coordinates;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/**
 * The summaries of a job's dead letters in memory. Each refresh reads only what was appended to the
 * topic and to the files since the last one, within a limit of entries and of time.
 *
 * <p>Bounded: at most {@code most} dead letters, the first ones of the store. Thread-safe; calls
 * wait for each other.
 */
public final class DeadLetterIndex {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** The time of a refresh from its first entry, so that a page which lists them is quick. */
  private static final Duration REFRESH = Duration.ofSeconds(1);

  /** The entries that are read by one refresh. */
  private static final int ENTRIES = 200_000;

  /** The entries of one dead letter whose places are remembered: the first and the last ones. */
  private static final int HISTORY = 20;

  private final DeadLetterStore store;
  private final int most;
  private final Clock clock;
  private final Map<Integer, Long> offsets = new HashMap<>();
  private final Map<String, Long> positions = new HashMap<>();
  private final DeadLetterDeduplicator<DeadLetterSummary> summaries =
      new DeadLetterDeduplicator<>();
  private final Map<String, List<EntryPlace>> places = new HashMap<>();
  private boolean truncated;

  DeadLetterIndex(DeadLetterStore store, int most, Clock clock) {
    this.store = store;
    this.most = most;
    this.clock = clock;
  }

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
   * Reads what was appended, for about a second, and returns all.
   *
   * @throws IOException if the store cannot be read
   */
  public synchronized DeadLetterListing refresh() throws IOException {
    ReadLimit limit = new ReadLimit(ENTRIES, REFRESH, clock);
    boolean atEnd = true;
    KafkaDeadLetterSink topic = store.topic();
    if (topic != null) {
      try {
        atEnd = KafkaDeadLetterReader.continueFrom(topic, offsets, limit, clock, this::add);
      } catch (KafkaException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
    atEnd &= DeadLetterFiles.continueFrom(store.folder(), positions, limit, this::add);
    List<DeadLetterSummary> all = new ArrayList<>();
    summaries
        .latest()
        .forEach(
            latest -> all.add(latest.value().folded(latest.attempts(), latest.firstFailedAt())));
    return new DeadLetterListing(all, atEnd && !truncated, limit.read());
  }

  /**
   * Refreshes until the end of the store is reached, or the time is over.
   *
   * @throws IOException if the store cannot be read
   */
  public DeadLetterListing refreshToEnd(Duration time) throws IOException {
    long deadline = clock.millis() + time.toMillis();
    DeadLetterListing listing = refresh();
    while (!listing.isComplete() && listing.read() > 0 && clock.millis() < deadline) {
      listing = refresh();
    }
    return listing;
  }

  private void add(EntryPlace place, StoredDeadLetter entry) {
    if (!summaries.contains(entry.id()) && summaries.size() >= most) {
      truncated = true;
      return;
    }
    summaries.add(entry, DeadLetterSummary.of(entry));
    List<EntryPlace> entries = places.computeIfAbsent(entry.id(), id -> new ArrayList<>(1));
    if (entries.size() == HISTORY) {
      entries.remove(1);
    }
    entries.add(place);
  }

  /**
   * Returns the entries of a dead letter, of its failures, edits and resolutions, the oldest first;
   * empty if there is none of that id. Of more than 20 the first and the last ones.
   *
   * @throws IOException if the store cannot be read
   */
  public List<StoredDeadLetter> history(String id) throws IOException {
    List<EntryPlace> known;
    synchronized (this) {
      known = List.copyOf(places.getOrDefault(id, List.of()));
    }
    Map<Integer, List<Long>> inTopic = new HashMap<>();
    List<StoredDeadLetter> entries = new ArrayList<>();
    for (EntryPlace place : known) {
      if (place instanceof EntryPlace.TopicPlace one) {
        inTopic.computeIfAbsent(one.partition(), partition -> new ArrayList<>()).add(one.offset());
      } else if (place instanceof EntryPlace.FilePlace one) {
        DeadLetterFiles.at(one).ifPresent(entries::add);
      }
    }
    KafkaDeadLetterSink topic = store.topic();
    if (topic != null && !inTopic.isEmpty()) {
      entries.addAll(KafkaDeadLetterReader.at(topic, inTopic, PATIENCE, clock));
    }
    entries.removeIf(entry -> !entry.id().equals(id)); // the log or the file was replaced
    entries.sort(Comparator.comparingLong(StoredDeadLetter::time));
    return entries;
  }

  /**
   * Returns the present states of the dead letters of a record: of the whole record, or of parts of
   * it.
   *
   * @throws IOException if the store cannot be read
   */
  public List<StoredDeadLetter> ofRecord(Coordinates record) throws IOException {
    String whole = record.toString();
    List<String> ids;
    synchronized (this) {
      ids =
          places.keySet().stream()
              .filter(id -> id.equals(whole) || id.startsWith(whole + "#"))
              .toList();
    }
    List<StoredDeadLetter> found = new ArrayList<>();
    for (String id : ids) {
      find(id).ifPresent(found::add);
    }
    return found;
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
