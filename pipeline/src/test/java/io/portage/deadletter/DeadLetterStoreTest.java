package io.portage.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.portage.config.MemoryFileSystem;
import io.portage.model.DeadLetter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeadLetterStoreTest {
  @TempDir Path folder;

  private DeadLetterStore store;

  @BeforeEach
  void open() {
    store = DeadLetterStore.ofFolder(folder.toString());
  }

  @Test
  void findsAnAppendedResolution() throws IOException {
    write(DeadLetterFixtures.ofRecord(1), DeadLetterFixtures.ofChange(9));
    StoredDeadLetter resolved =
        new StoredDeadLetter(
            DeadLetterFixtures.ofRecord(1),
            new Resolution(
                Resolution.ResolutionKind.APPLIED,
                DeadLetterFixtures.ofRecord(1).failedAt() + 1,
                ""));

    try (ResolutionWriter writer = store.open()) {
      writer.add(resolved);
      writer.sync();
    }

    assertThat(store.find(List.of(resolved.id()))).containsExactly(resolved);
    assertThat(heads())
        .extracting(DeadLetterSummary::id, DeadLetterSummary::resolution)
        .containsExactlyInAnyOrder(
            tuple("users_cdc-1-1", resolved.resolution()), tuple("users_cdc-1-9", null));
  }

  @Test
  void reportsInvalidEntriesAndContinues() throws IOException {
    Path file = write(DeadLetterFixtures.ofRecord(1));
    Files.writeString(file, "{\"secret\": 1}\n", StandardOpenOption.APPEND);
    Files.write(
        file,
        DeadLetters.toLine(StoredDeadLetter.unresolved(DeadLetterFixtures.ofRecord(2))),
        StandardOpenOption.APPEND);
    List<String> problems = new ArrayList<>();

    List<DeadLetterSummary> heads =
        store.summaries((place, problem) -> problems.add(place + ": " + problem));

    assertThat(heads)
        .extracting(DeadLetterSummary::id)
        .containsExactly("users_cdc-1-1", "users_cdc-1-2");
    assertThat(problems).containsExactly(file + ", line 2: the field id is missing");
  }

  @Test
  void storesDeadLettersOnAFileSystemThatCannotAppend() throws IOException {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    DeadLetterStore objects = DeadLetterStore.ofFolder("mem://letters-test/objects");
    StoredDeadLetter first = StoredDeadLetter.unresolved(DeadLetterFixtures.ofRecord(1));
    StoredDeadLetter second = StoredDeadLetter.unresolved(DeadLetterFixtures.ofChange(9, "Zoë"));
    StoredDeadLetter failed = StoredDeadLetter.unresolved(DeadLetterFixtures.ofRecord(2));

    try (ResolutionWriter writer = objects.open()) {
      writer.add(first);
      writer.sync();
      writer.sync();
      writer.add(second);
      writer.sync();
      writer.add(failed);
    }

    assertThat(MemoryFileSystem.OBJECTS.keySet())
        .filteredOn(name -> name.startsWith("mem://letters-test/objects/dead-letters-"))
        .hasSize(2)
        .allMatch(name -> name.endsWith(".jsonl"));
    assertThat(objects.find(List.of(first.id(), second.id(), failed.id())))
        .containsExactlyInAnyOrder(first, second);
    assertThat(DeadLetterStore.ofFolder("mem://letters-test/none").find(List.of("x"))).isEmpty();
  }

  @Test
  void acceptsAFileUriAsAFolder() throws IOException {
    StoredDeadLetter deadLetter = StoredDeadLetter.unresolved(DeadLetterFixtures.ofRecord(1));
    try (ResolutionWriter writer = DeadLetterStore.ofFolder(folder.toUri().toString()).open()) {
      writer.add(deadLetter);
      writer.sync();
    }

    assertThat(store.find(List.of(deadLetter.id()))).containsExactly(deadLetter);
  }

  @Test
  void isEmptyWithoutAFolder() throws IOException {
    assertThat(DeadLetterStore.ofFolder(folder.resolve("none").toString()).find(List.of("x")))
        .isEmpty();
  }

  private List<DeadLetterSummary> heads() throws IOException {
    return store.summaries(
        (place, problem) -> {
          throw new AssertionError(place + ": " + problem);
        });
  }

  private Path write(DeadLetter... deadLetters) throws IOException {
    Path file = folder.resolve("dead-letters-a.jsonl");
    for (DeadLetter deadLetter : deadLetters) {
      Files.write(
          file,
          DeadLetters.toLine(StoredDeadLetter.unresolved(deadLetter)),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
    return file;
  }
}
