package io.portage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.config.reading.ConfigFiles;
import io.portage.config.reading.ConfigReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLocationTest {
  @TempDir Path folder;

  @BeforeAll
  static void register() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
  }

  @Test
  void aPathAndAFileUriAreOnThisMachine() throws Exception {
    Path file = Files.writeString(folder.resolve("a file"), "\uFEFFtext");

    assertThat(FileLocation.text(file.toString())).isEqualTo("text");
    assertThat(FileLocation.text(file.toUri().toString())).isEqualTo("text");
    assertThat(FileLocation.isLocal(file.toUri().toString())).isTrue();
    assertThat(FileLocation.isLocal("data/x:y.csv")).isTrue();
    assertThat(FileLocation.isLocal("C:\\x")).isTrue();
    assertThat(FileLocation.isLocal("gs://bucket/x.csv")).isFalse();
  }

  @Test
  void reportsAMissingFile() {
    assertThatThrownBy(() -> FileLocation.text(folder.resolve("none").toUri().toString()))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void readsAConfigurationAndItsFilesThroughBeam() throws Exception {
    String csv = ConfigFiles.countries(folder).toString();
    put("job.yaml", ConfigFiles.users(folder).replace(csv, "mem://location-test/c.csv"));
    put("c.csv", "\uFEFFcountry_code,country_name\n");

    PortageConfig config =
        ConfigReader.read("mem://location-test/job.yaml", ConfigFiles.ENVIRONMENT);

    assertThat(config.files())
        .containsExactly(Map.entry("references.countries.csv", "mem://location-test/c.csv"));
  }

  @Test
  void reportsErrorsOfAFileOnAnotherFileSystemAsOfALocalFile() {
    put("broken.yaml", "name: [");
    MemoryFileSystem.OBJECTS.put("mem://location-test/latin.yaml", new byte[] {(byte) 0xE9});

    assertThat(problems("mem://location-test/none.yaml"))
        .isEqualTo("mem://location-test/none.yaml: no such file");
    assertThat(problems("mem://location-test/latin.yaml"))
        .isEqualTo("mem://location-test/latin.yaml: is not UTF-8");
    assertThat(problems("mem://location-test/broken.yaml"))
        .startsWith("mem://location-test/broken.yaml:1: not YAML: ");
  }

  private static void put(String name, String text) {
    MemoryFileSystem.OBJECTS.put(
        "mem://location-test/" + name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String problems(String file) {
    try {
      ConfigReader.read(file, Map.of());
      return "";
    } catch (ConfigException e) {
      return e.getMessage();
    }
  }

  @Test
  void namesAnUnknownFileSystem() {
    assertThatThrownBy(() -> ConfigReader.read("gs://bucket/job.yaml", Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("gs://bucket/job.yaml: cannot be read: no file system here serves gs:");
    String yaml = ConfigFiles.users(folder);
    String csv = ConfigFiles.countries(folder).toString();
    assertThat(ConfigFiles.problems(folder, yaml.replace(csv, "gs://bucket/c.csv")))
        .containsExactly(
            "18: references.countries.csv: cannot be read: 'gs://bucket/c.csv': no file system"
                + " here serves gs:");
  }
}
