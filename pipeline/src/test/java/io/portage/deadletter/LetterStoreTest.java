package io.portage.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.portage.model.DeadLetter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LetterStoreTest {
  @TempDir Path folder;

  private LetterStore store;

  @BeforeEach
  void open() {
    store = LetterStore.ofFolder(folder.toString());
  }

  @Test
  void findsAResolutionThatIsAppended() throws IOException {
    write(Letters.ofRecord(1), Letters.ofChange(9));
    StoredLetter resolved =
        new StoredLetter(
            Letters.ofRecord(1),
            new Resolution(Resolution.Kind.APPLIED, Letters.ofRecord(1).failedAt() + 1, ""));

    try (ResolutionWriter writer = store.open()) {
      writer.add(resolved);
      writer.sync();
    }

    assertThat(store.find(List.of(resolved.id()))).containsExactly(resolved);
    assertThat(heads())
        .extracting(LetterHead::id, LetterHead::resolution)
        .containsExactlyInAnyOrder(
            tuple("users_cdc-1-1", resolved.resolution()), tuple("users_cdc-1-9", null));
  }

  @Test
  void tellsWhatIsNoLetterAndGoesOn() throws IOException {
    Path file = write(Letters.ofRecord(1));
    Files.writeString(file, "{\"secret\": 1}\n", StandardOpenOption.APPEND);
    Files.write(
        file,
        DeadLetters.toLine(StoredLetter.unresolved(Letters.ofRecord(2))),
        StandardOpenOption.APPEND);
    List<String> problems = new ArrayList<>();

    List<LetterHead> heads = store.heads((place, problem) -> problems.add(place + ": " + problem));

    assertThat(heads).extracting(LetterHead::id).containsExactly("users_cdc-1-1", "users_cdc-1-2");
    assertThat(problems).containsExactly(file + ", line 2: the field id is missing");
  }

  @Test
  void holdsNothingWhereThereIsNoFolder() throws IOException {
    assertThat(LetterStore.ofFolder(folder.resolve("none").toString()).find(List.of("x")))
        .isEmpty();
  }

  private List<LetterHead> heads() throws IOException {
    return store.heads(
        (place, problem) -> {
          throw new AssertionError(place + ": " + problem);
        });
  }

  private Path write(DeadLetter... letters) throws IOException {
    Path file = folder.resolve("dead-letters-a.jsonl");
    for (DeadLetter letter : letters) {
      Files.write(
          file,
          DeadLetters.toLine(StoredLetter.unresolved(letter)),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
    return file;
  }
}
