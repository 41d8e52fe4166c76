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
 * All letters of a job: those of its topic together with those that were too large for it, or those
 * of its folder. Every call reads anew from the beginning to what is last when it begins.
 *
 * <p>Not guaranteed: that a letter which is written at the same time is seen.
 */
public final class DeadLetterStore implements Serializable {
  private static final long serialVersionUID = 1;

  private final @Nullable KafkaDeadLetterSink topic;
  private final FileDeadLetterSink files;

  private DeadLetterStore(@Nullable KafkaDeadLetterSink topic, FileDeadLetterSink files) {
    this.topic = topic;
    this.files = files;
  }

  /** Where the configuration says. */
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
   * Shows everything as it was written: letters again and again, and what was appended about them.
   *
   * @throws IOException when a file cannot be read
   */
  public void visit(DeadLetterVisitor visitor) throws IOException {
    if (topic != null) {
      KafkaDeadLetterReader.read(topic, visitor);
    }
    DeadLetterFiles.read(files.folder(), visitor);
  }

  /**
   * The heads of all letters, one for each id.
   *
   * @param unreadable is told of what is no letter: where it stands, and why
   * @throws IOException when a file cannot be read
   */
  public List<DeadLetterSummary> summaries(BiConsumer<String, String> unreadable)
      throws IOException {
    DeadLetterDeduplicator<DeadLetterSummary> fold = new DeadLetterDeduplicator<>();
    visit(
        new DeadLetterVisitor() {
          @Override
          public void letter(StoredDeadLetter letter) {
            fold.add(letter, DeadLetterSummary.of(letter));
          }

          @Override
          public void unreadable(String place, String problem) {
            unreadable.accept(place, problem);
          }
        });
    List<DeadLetterSummary> heads = new ArrayList<>();
    fold.latest()
        .forEach(
            latestEntry ->
                heads.add(
                    latestEntry
                        .value()
                        .folded(latestEntry.attempts(), latestEntry.firstFailedAt())));
    return heads;
  }

  /**
   * The letters of these ids, as far as they are there, each as it was appended last.
   *
   * @throws IOException when a file cannot be read
   */
  public List<StoredDeadLetter> find(Collection<String> ids) throws IOException {
    Set<String> wanted = new HashSet<>(ids);
    DeadLetterDeduplicator<StoredDeadLetter> fold = new DeadLetterDeduplicator<>();
    visit(
        new DeadLetterVisitor() {
          @Override
          public void letter(StoredDeadLetter letter) {
            if (wanted.contains(letter.id())) {
              fold.add(letter, letter);
            }
          }

          @Override
          public void unreadable(String place, String problem) {
            // Whoever looks for letters by id has got the ids from heads(), which told of this.
          }
        });
    List<StoredDeadLetter> found = new ArrayList<>();
    fold.latest().forEach(latestEntry -> found.add(latestEntry.value()));
    return found;
  }

  /** A writer that appends; the caller closes it. */
  public ResolutionWriter open() {
    return new ResolutionWriter((topic == null ? files : topic).open());
  }
}
