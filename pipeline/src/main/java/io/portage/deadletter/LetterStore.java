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
public final class LetterStore implements Serializable {
  private static final long serialVersionUID = 1;

  private final @Nullable KafkaLetters topic;
  private final FileLetters files;

  private LetterStore(@Nullable KafkaLetters topic, FileLetters files) {
    this.topic = topic;
    this.files = files;
  }

  /** Where the configuration says. */
  public static LetterStore of(PortageConfig config) {
    if (config.deadLetters() instanceof DeadLetterConfig.ToKafka kafka) {
      return new LetterStore(
          KafkaLetters.of(config.source(), kafka.topic(), kafka.spill()),
          new FileLetters(kafka.spill()));
    }
    return ofFolder(((DeadLetterConfig.ToFiles) config.deadLetters()).folder());
  }

  static LetterStore ofFolder(String folder) {
    return new LetterStore(null, new FileLetters(folder));
  }

  /**
   * Shows everything as it was written: letters again and again, and what was appended about them.
   *
   * @throws IOException when a file cannot be read
   */
  public void visit(LetterVisitor visitor) throws IOException {
    if (topic != null) {
      KafkaLetterReader.read(topic, visitor);
    }
    LetterFiles.read(files.folder(), visitor);
  }

  /**
   * The heads of all letters, one for each id.
   *
   * @param unreadable is told of what is no letter: where it stands, and why
   * @throws IOException when a file cannot be read
   */
  public List<LetterHead> heads(BiConsumer<String, String> unreadable) throws IOException {
    LetterFold<LetterHead> fold = new LetterFold<>();
    visit(
        new LetterVisitor() {
          @Override
          public void letter(StoredLetter letter) {
            fold.add(letter, LetterHead.of(letter));
          }

          @Override
          public void unreadable(String place, String problem) {
            unreadable.accept(place, problem);
          }
        });
    List<LetterHead> heads = new ArrayList<>();
    fold.held()
        .forEach(held -> heads.add(held.value().folded(held.attempts(), held.firstFailedAt())));
    return heads;
  }

  /**
   * The letters of these ids, as far as they are there, each as it was appended last.
   *
   * @throws IOException when a file cannot be read
   */
  public List<StoredLetter> find(Collection<String> ids) throws IOException {
    Set<String> wanted = new HashSet<>(ids);
    LetterFold<StoredLetter> fold = new LetterFold<>();
    visit(
        new LetterVisitor() {
          @Override
          public void letter(StoredLetter letter) {
            if (wanted.contains(letter.id())) {
              fold.add(letter, letter);
            }
          }

          @Override
          public void unreadable(String place, String problem) {
            // Whoever looks for letters by id has got the ids from heads(), which told of this.
          }
        });
    List<StoredLetter> found = new ArrayList<>();
    fold.held().forEach(held -> found.add(held.value()));
    return found;
  }

  /** A writer that appends; the caller closes it. */
  public ResolutionWriter open() {
    return new ResolutionWriter((topic == null ? files : topic).open());
  }
}
