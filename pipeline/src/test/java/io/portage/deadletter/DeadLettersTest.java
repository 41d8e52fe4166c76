package io.portage.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.model.ChangePart;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.Stage;
import io.portage.model.event.Header;
import io.portage.model.event.SourceRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeadLettersTest {
  private static final long MAX_MILLIS = 253_402_300_799_999L;

  @TempDir Path folder;

  @Property(tries = 200)
  void roundTripsThroughKafkaBytes(@ForAll("letters") DeadLetter deadLetter) throws IOException {
    assertThat(StoredLetterFixtures.decode(StoredLetterFixtures.encode(deadLetter)))
        .isEqualTo(deadLetter);
  }

  @Property(tries = 200)
  void roundTripsThroughAJsonLine(@ForAll("letters") DeadLetter deadLetter) throws IOException {
    String line = new String(line(deadLetter), StandardCharsets.UTF_8);

    assertThat(line).endsWith("}\n").satisfies(text -> assertThat(text.lines()).hasSize(1));
    assertThat(read(line.strip())).isEqualTo(deadLetter);
  }

  @Test
  void skipsTheFieldsOfALineThatItDoesNotKnow() throws IOException {
    DeadLetter deadLetter = DeadLetterFixtures.ofRecord(1);
    String line = new String(line(deadLetter), StandardCharsets.UTF_8);

    assertThat(read(line.replaceFirst("\\{", "{\"later\":{\"a\":[1,{}]},\"other\":null,")))
        .isEqualTo(deadLetter);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "[]", "{", "{}", "{\"id\": 1}", "{\"id\": {\"a\": 1}}"})
  void refusesALineThatIsNoDeadLetter(String line) {
    assertThatThrownBy(() -> read(line)).isInstanceOf(IOException.class);
  }

  @Test
  void refusesALineWithMoreThanOneObject() throws IOException {
    String line = new String(line(DeadLetterFixtures.ofRecord(1)), StandardCharsets.UTF_8).strip();

    assertThatThrownBy(() -> read(line + line))
        .isInstanceOf(IOException.class)
        .hasMessage("the JSON object is followed by more");
  }

  private static DeadLetter read(String line) throws IOException {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return DeadLetterRecord.fromRecord(
        AvroJsonLine.read(bytes, bytes.length, DeadLetterRecord.SCHEMA));
  }

  @Test
  void keepsTheMergedChangeWithItsVersionsAndOrigins() throws IOException {
    DeadLetter deadLetter = DeadLetterFixtures.ofChange(40);

    DeadLetter copy = StoredLetterFixtures.decode(StoredLetterFixtures.encode(deadLetter));

    assertThat(copy).isEqualTo(deadLetter);
    assertThat(copy.records()).isEqualTo(3);
    assertThat(copy.origins()).isEqualTo(deadLetter.origins());
  }

  @Test
  void aLineContainsTheValueAsTextAndAsBase64() throws IOException {
    String line = new String(line(DeadLetterFixtures.ofRecord(8)), StandardCharsets.UTF_8);

    assertThat(line)
        .contains("\"id\":\"users_cdc-1-8\"")
        .contains("\"valueText\":\"{not json\"")
        .contains("\"value\":\"e25vdCBqc29u\"")
        .contains("\"failedAt\":\"2024-09-17T00:01:40Z\"")
        .contains("\"stage\":\"Decode\",\"reason\":\"MALFORMED\",\"reasonClass\":\"DATA\"");
  }

  @Test
  void aLineContainsNoTextIfTheValueIsNotUtf8() throws IOException {
    byte[] line = line(DeadLetterFixtures.ofRecord(8, new byte[] {(byte) 0xFF, 0}));

    assertThat(new String(line, StandardCharsets.UTF_8))
        .contains("\"value\":\"/wA=\"")
        .doesNotContain("valueText");
  }

  @Test
  void readsAllFilesOfAFolderInTheOrderOfTheirNames() throws IOException {
    Files.write(folder.resolve("dead-letters-b.jsonl"), line(DeadLetterFixtures.ofRecord(2)));
    Files.write(folder.resolve("dead-letters-a.jsonl"), line(DeadLetterFixtures.ofRecord(1)));
    Files.writeString(folder.resolve("notes.txt"), "not a letter");

    assertThat(StoredLetterFixtures.readFiles(folder))
        .extracting(DeadLetter::id)
        .containsExactly("users_cdc-1-1", "users_cdc-1-2");
    assertThat(StoredLetterFixtures.readFiles(folder.resolve("missing"))).isEmpty();
  }

  @Test
  void skipsAnIncompleteLastLine() throws IOException {
    Path file = folder.resolve("dead-letters-a.jsonl");
    Files.write(file, line(DeadLetterFixtures.ofRecord(1)));
    Files.write(
        file, "{\"id\":\"Z\u00fc".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
    byte[] torn = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(torn, torn.length - 1));

    assertThat(StoredLetterFixtures.readFiles(file))
        .containsExactly(DeadLetterFixtures.ofRecord(1));
  }

  @Test
  void namesFileAndLineOfAnInvalidEntryWithoutQuotingIt() throws IOException {
    Path file = folder.resolve("dead-letters-a.jsonl");
    Files.write(file, line(DeadLetterFixtures.ofRecord(1)));
    Files.writeString(file, "{\"secret\": \"x\"}\n", StandardOpenOption.APPEND);

    assertThatThrownBy(() -> StoredLetterFixtures.readFiles(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("dead-letters-a.jsonl, line 2: the field id is missing")
        .hasMessageNotContaining("secret");
  }

  @Test
  void rejectsBytesThatAreNotADeadLetter() {
    assertThatThrownBy(() -> StoredLetterFixtures.decode(new byte[] {1, 2, 3}))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("not a dead letter");
  }

  @Test
  void keepsTheResolution() throws IOException {
    StoredDeadLetter resolved =
        new StoredDeadLetter(
            DeadLetterFixtures.ofChange(9),
            new Resolution(
                Resolution.ResolutionKind.SUPERSEDED, 1_726_531_400_000L, "by users_cdc-1-12"));

    Path file = Files.write(folder.resolve("letters.jsonl"), DeadLetters.toLine(resolved));

    assertThat(DeadLetters.decodeStored(DeadLetters.encode(resolved))).isEqualTo(resolved);
    assertThat(StoredLetterFixtures.in(file)).containsExactly(resolved);
  }

  @Test
  void readsDeadLettersOfEarlierSchemas() throws IOException {
    for (Schema earlier : DeadLetterRecord.EARLIER_SCHEMAS) {
      readsDeadLettersOf(earlier);
    }
  }

  private static void readsDeadLettersOf(Schema earlier) throws IOException {
    GenericRecord now =
        DeadLetterRecord.toRecord(StoredDeadLetter.unresolved(DeadLetterFixtures.ofChange(9)));
    GenericRecord then = new GenericData.Record(earlier);
    earlier.getFields().forEach(field -> then.put(field.name(), now.get(field.name())));

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new BinaryMessageEncoder<GenericRecord>(GenericData.get(), earlier).encode(then, bytes);

    assertThat(StoredLetterFixtures.decode(bytes.toByteArray()))
        .isEqualTo(DeadLetterFixtures.ofChange(9));
  }

  @Test
  void keepsTheLastDeadLetterOfAnId() {
    DeadLetter first = DeadLetterFixtures.ofRecord(1);
    DeadLetter later =
        DeadLetter.ofRecord(
            Stage.NORMALIZE,
            FailureCause.of(Reason.MISSING_KEY, "x"),
            first.failedAt() + 1,
            first.sourceRecord(),
            ChangePart.WHOLE);

    assertThat(StoredLetterFixtures.latestOf(List.of(later, DeadLetterFixtures.ofRecord(2), first)))
        .containsExactly(later, DeadLetterFixtures.ofRecord(2));
  }

  private static byte[] line(DeadLetter deadLetter) throws IOException {
    return DeadLetters.toLine(StoredDeadLetter.unresolved(deadLetter));
  }

  @Provide
  Arbitrary<DeadLetter> letters() {
    Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(40).injectNull(0.2);
    Arbitrary<String> text = Arbitraries.strings().ofMaxLength(20).map(DeadLettersTest::valid);
    Arbitrary<List<Header>> headers =
        Combinators.combine(text, bytes).as(Header::new).list().ofMaxSize(3);
    Arbitrary<SourceRecord> raws =
        Combinators.combine(
                Arbitraries.longs().between(0, 1L << 47),
                Arbitraries.longs().between(0, 5),
                Arbitraries.longs().between(-1, MAX_MILLIS),
                bytes,
                bytes,
                headers,
                Arbitraries.longs().greaterOrEqual(0))
            .as(
                (offset, gap, time, key, value, list, lateness) ->
                    new SourceRecord(
                        new Coordinates("t", 3, offset + gap),
                        offset,
                        time,
                        key,
                        value,
                        list,
                        lateness));
    Arbitrary<FailureCause> causes =
        Combinators.combine(
                Arbitraries.of(Reason.class),
                text,
                text.injectNull(0.5),
                text.injectNull(0.5),
                text.injectNull(0.5))
            .as(FailureCause::new);
    return Combinators.combine(
            Arbitraries.of(Stage.class),
            causes,
            Arbitraries.integers().between(1, 100),
            Arbitraries.longs().between(0, MAX_MILLIS),
            raws,
            Arbitraries.of(
                ChangePart.WHOLE,
                ChangePart.DELETE,
                ChangePart.UPSERT,
                ChangePart.ofRow(0, false),
                ChangePart.ofRow(3, true).delete(),
                ChangePart.ofRow(65_535, true)))
        .as(
            (stage, cause, attempts, at, raw, changePart) ->
                new DeadLetter(stage, cause, attempts, at, raw, null, changePart));
  }

  /**
   * Text without unpaired surrogates, which have no UTF-8 encoding; Kafka's header names cannot
   * contain them either.
   */
  private static String valid(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
