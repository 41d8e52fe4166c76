package io.portage.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.portage.config.reference.ReferenceException;
import io.portage.enrich.csv.CsvSource;
import io.portage.model.Columns;
import io.portage.model.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvSourceTest {
  @TempDir Path folder;

  @Test
  void keepsTheWantedColumnsByKey() throws Exception {
    ReferenceTable reference =
        read("code,continent,name\nUS,America,\"United States, The\"\nIN,Asia,India\n");

    assertThat(reference.columns()).isEqualTo(Columns.of("name"));
    assertThat(reference.rows())
        .isEqualTo(Map.of("US", name("United States, The"), "IN", name("India")));
  }

  @Test
  void readsAnEmptyFieldAsNullAndAQuotedOneAsEmptyText() throws Exception {
    assertThat(read("code,name\nA,\nB,\"\"\n").rows())
        .isEqualTo(Map.of("A", name(null), "B", name("")));
  }

  @Test
  void skipsAByteOrderMarkAndBlankLinesAndWindowsLineBreaks() throws Exception {
    assertThat(read("\uFEFFcode,name\r\n\r\nA,Zürich\r\n").rows())
        .isEqualTo(Map.of("A", name("Zürich")));
  }

  @Test
  void readsAPathRelativeToTheWorkingDirectory() throws Exception {
    Path relative = Path.of("").toAbsolutePath().relativize(write("code,name\nA,x\n"));

    assertThat(ReferenceReader.readFromSource(spec(relative.toString()), 5).rows()).hasSize(1);
  }

  @Test
  void namesTheLineOfADuplicateKey() {
    assertThatThrownBy(() -> read("code,name\nA,x\n\"B\",\"two\nlines\"\nA,secret\n"))
        .isInstanceOf(ReferenceException.class)
        .hasMessageContaining("line 5 has the same code as an earlier entry")
        .hasMessageNotContaining("secret");
  }

  @Test
  void namesTheLineOfAMissingKeyAndOfAWrongNumberOfFields() {
    assertThatThrownBy(() -> read("code,name\nA,x\n,y\n"))
        .hasMessageContaining("line 3 has no code");
    assertThatThrownBy(() -> read("code,name\nA,x,z\n"))
        .hasMessageContaining("line 2 has 3 fields, the header has 2");
  }

  @Test
  void namesAColumnThatTheHeaderLacks() {
    assertThatThrownBy(() -> read("id,name\nA,x\n")).hasMessageContaining("no column code");
    assertThatThrownBy(() -> read("code,title\nA,x\n")).hasMessageContaining("no column name");
    assertThatThrownBy(() -> read("")).hasMessageContaining("the file has no header line");
  }

  @Test
  void rejectsAMissingFileAndInvalidCsv() {
    assertThatThrownBy(
            () -> ReferenceReader.readFromSource(spec(folder.resolve("none.csv").toString()), 5))
        .isInstanceOf(ReferenceException.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> read("code,name,name\nA,x,y\n"))
        .isInstanceOf(ReferenceException.class)
        .hasMessageContaining("the header line has the column name twice");
    assertThatThrownBy(() -> read("code,,name\nA,x,y\n"))
        .hasMessageContaining("column 2 of the header line has no name");
    assertThatThrownBy(() -> read("code,name\nA,\"never closed"))
        .hasMessageContaining("invalid CSV after line 2: (startline 2) EOF reached")
        .hasMessageNotContaining("never closed");
  }

  @Test
  void namesTheReasonOfAFileThatCannotBeRead() {
    assertThatThrownBy(() -> ReferenceReader.readFromSource(spec(folder.toString()), 5))
        .isInstanceOf(ReferenceException.class)
        .hasMessage("cannot be read: '" + folder + "': Is a directory");
    assertThatThrownBy(() -> new CsvSource("gs://bucket/c.csv").columns())
        .hasMessage("cannot be read: 'gs://bucket/c.csv': no file system here serves gs:");
  }

  @Test
  void readsTheColumnsAtTheStartAsItReadsTheRows() throws Exception {
    String header = "\uFEFF\r\n\"code\",\"the \"\"name\"\"\r\nof it\"\r\n";
    assertThat(new CsvSource(write(header).toString()).columns())
        .contains(List.of("code", "the \"name\"\r\nof it"));
    for (String wrong : List.of("", "code,code\n", "code,\n", "code,\"na\n", "code,\"na\"me\n")) {
      CsvSource source = new CsvSource(write(wrong).toString());
      String atStart = catchThrowable(source::columns).getMessage();
      assertThatThrownBy(() -> read(wrong)).hasMessage(atStart);
    }
  }

  @Test
  void rejectsInvalidUtf8AtAnyPosition() {
    for (String rows :
        List.of("A,Z\u00fcrich\n", "A,x\n" + "\n".repeat(50_000) + "B,Z\u00fcrich\n")) {
      assertThatThrownBy(() -> readLatin("code,name\n" + rows))
          .isInstanceOf(ReferenceException.class)
          .hasMessageContaining("valid UTF-8");
    }
  }

  private ReferenceTable readLatin(String content) throws ReferenceException, IOException {
    Path file = folder.resolve("latin.csv");
    Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
    return ReferenceReader.readFromSource(spec(file.toString()), 5);
  }

  private ReferenceTable read(String content) throws ReferenceException, IOException {
    return ReferenceReader.readFromSource(spec(write(content).toString()), 5);
  }

  private Path write(String content) throws IOException {
    return Files.writeString(folder.resolve("countries.csv"), content);
  }

  private static ReferenceSpec spec(String path) {
    return Jobs.spec(path, "code", Duration.ofMinutes(5), "name");
  }

  private static Row name(String name) {
    return Row.of(Columns.of("name"), new Object[] {name});
  }
}
