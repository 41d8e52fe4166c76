package io.portage.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.portage.config.FileLocation;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.verify.compare.TargetSide;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file with the progress of a verification, by table: where its walk is, and the keys that have
 * differed, which are looked at again when the verification continues. Replaced as a whole, so that
 * it is valid whenever the process ends.
 */
final class StateFile {
  private final Path file;
  private final ObjectMapper mapper = new ObjectMapper();
  private final ObjectNode tables;

  private StateFile(Path file, ObjectNode tables) {
    this.file = file;
    this.tables = tables;
  }

  /**
   * Reads the file; a missing one is empty.
   *
   * @throws UncheckedIOException if it cannot be read, or is no such file
   */
  static @Nullable StateFile open(@Nullable Path file) {
    if (file == null) {
      return null;
    }
    try {
      ObjectMapper mapper = new ObjectMapper();
      JsonNode read =
          Files.exists(file) ? mapper.readTree(Files.readString(file)) : mapper.createObjectNode();
      if (read instanceof ObjectNode tables) {
        return new StateFile(file, tables);
      }
      throw new IOException("not the state of a verification");
    } catch (IOException e) {
      throw new UncheckedIOException("the state " + file + ": " + FileLocation.reasonOf(e), e);
    }
  }

  /** Restores the progress of a table, and the keys that have differed as suspects. */
  void restore(TablePair pair, WalkState state, Findings findings) {
    JsonNode table = tables.get(pair.name());
    if (table == null) {
      return;
    }
    JsonNode after = table.get("after");
    state.restore(
        table.path("step").asInt(),
        after == null ? null : KeyText.read(texts(after)),
        table.path("done").asLong(),
        table.path("sourceRows").asLong(),
        table.path("targetRows").asLong());
    Columns key = Columns.of(pair.config().key());
    for (JsonNode suspect : table.path("differed")) {
      Row row = Row.of(key, KeyText.read(texts(suspect.path("key"))).toArray());
      findings.suspect(new Suspect(row, Instant.parse(suspect.path("firstSeen").asText())));
    }
  }

  /** Saves the progress of a table. */
  void save(TablePair pair, WalkState state, Findings findings) {
    ObjectNode table = mapper.createObjectNode();
    table.put("step", state.step());
    table.put("done", state.done());
    table.put("sourceRows", state.sourceRows());
    table.put("targetRows", state.targetRows());
    List<Object> after = state.after();
    if (after != null) {
      table.set("after", array(KeyText.write(after)));
    }
    ArrayNode differed = table.putArray("differed");
    findings.suspects().forEach(suspect -> add(differed, suspect.key, suspect.firstSeen));
    findings.kept().stream()
        .filter(finding -> finding.key().columns().names().equals(pair.config().key()))
        .filter(finding -> !finding.hasNullInKey())
        .forEach(finding -> add(differed, finding.key(), finding.firstSeen()));
    tables.set(pair.name(), table);
    try {
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.writeString(next, mapper.writeValueAsString(tables));
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("the state " + file + ": " + FileLocation.reasonOf(e), e);
    }
  }

  /** Removes the file: the verification has ended. */
  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the state " + file + ": " + FileLocation.reasonOf(e), e);
    }
  }

  private void add(ArrayNode differed, Row key, Instant firstSeen) {
    ObjectNode entry = differed.addObject();
    entry.set("key", array(KeyText.write(TargetSide.values(key))));
    entry.put("firstSeen", firstSeen.toString());
  }

  private ArrayNode array(List<String> texts) {
    ArrayNode array = mapper.createArrayNode();
    texts.forEach(array::add);
    return array;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
