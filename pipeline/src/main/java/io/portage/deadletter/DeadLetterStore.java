package io.portage.deadletter;

import io.portage.config.DeadLetterConfig;
import io.portage.config.PortageConfig;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * All dead letters of a job: those of its topic together with those too large for the topic, or
 * those of its folder. Every call reads from the beginning to the end at the time of the call.
 *
 * <p>Not guaranteed: that a dead letter which is written at the same time is read.
 */
public final class DeadLetterStore implements Serializable {
  private static final long serialVersionUID = 1;

  private final @Nullable KafkaDeadLetterSink topic;
  private final FileDeadLetterSink files;

  private DeadLetterStore(@Nullable KafkaDeadLetterSink topic, FileDeadLetterSink files) {
    this.topic = topic;
    this.files = files;
  }

  /** The store of the configuration. */
  public static DeadLetterStore of(PortageConfig config) {
    if (config.deadLetters() instanceof DeadLetterConfig.KafkaDeadLetters kafka) {
      return new DeadLetterStore(
          KafkaDeadLetterSink.of(config.source(), kafka.topic(), kafka.spill()),
          new FileDeadLetterSink(kafka.spill()));
    }
    return ofFolder(((DeadLetterConfig.FileDeadLetters) config.deadLetters()).folder());
  }

  static DeadLetterStore ofFolder(String folder) {
    return new DeadLetterStore(null, new FileDeadLetterSink(folder));
  }

  /**
   * Visits every entry in the order of the files or partitions, as it was written: repeated dead
   * letters and appended resolutions included.
   *
   * @throws IOException if a file cannot be read
   */
  public void visit(DeadLetterVisitor visitor) throws IOException {
    if (topic != null) {
      KafkaDeadLetterReader.read(topic, visitor);
    }
    DeadLetterFiles.read(files.folder(), visitor);
  }

  /**
   * The summaries of all dead letters, one per id.
   *
   * @param unreadable receives the place and the problem of each entry that is not a dead letter
   * @throws IOException if a file cannot be read
   */
  public List<DeadLetterSummary> summaries(BiConsumer<String, String> unreadable)
      throws IOException {
    DeadLetterDeduplicator<DeadLetterSummary> deduplicator = new DeadLetterDeduplicator<>();
    visit(
        DeadLetterVisitor.of(
            deadLetter -> deduplicator.add(deadLetter, DeadLetterSummary.of(deadLetter)),
            unreadable));
    List<DeadLetterSummary> summaries = new ArrayList<>();
    deduplicator
        .latest()
        .forEach(
            latestEntry ->
                summaries.add(
                    latestEntry
                        .value()
                        .folded(latestEntry.attempts(), latestEntry.firstFailedAt())));
    return summaries;
  }

  /**
   * The dead letters with these ids, each in its last appended state; ids that are not found are
   * omitted.
   *
   * @throws IOException if a file cannot be read
   */
  public List<StoredDeadLetter> find(Collection<String> ids) throws IOException {
    Set<String> wantedIds = new HashSet<>(ids);
    DeadLetterDeduplicator<StoredDeadLetter> deduplicator = new DeadLetterDeduplicator<>();
    visit(
        DeadLetterVisitor.ofReadable(
            deadLetter -> {
              if (wantedIds.contains(deadLetter.id())) {
                deduplicator.add(deadLetter, deadLetter);
              }
            }));
    List<StoredDeadLetter> found = new ArrayList<>();
    deduplicator.latest().forEach(latestEntry -> found.add(latestEntry.value()));
    return found;
  }

  /** The sink of the topic, or null if the dead letters are in a folder. */
  @Nullable KafkaDeadLetterSink topic() {
    return topic;
  }

  /** The folder of all dead letters, or of those too large for the topic. */
  String folder() {
    return files.folder();
  }

  /** Opens a writer of resolutions and of edited dead letters; the caller closes it. */
  public ResolutionWriter open() {
    return new ResolutionWriter((topic == null ? files : topic).open());
  }
}
