package io.portage.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.launcher.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTargetTest {
  private static final String LIBRARY = "portage.sandbox.lib";

  @TempDir private Path root;

  /** The servers of a build without the profile full: Kafka and PostgreSQL. */
  @BeforeEach
  void nameALibrary() throws Exception {
    Path library = Files.createDirectories(root.resolve("sandbox/target/lib"));
    Files.createFile(library.resolve("kafka_2.13-3.9.1.jar"));
    System.setProperty(LIBRARY, library.toString());
  }

  @AfterEach
  void nameNone() {
    System.clearProperty(LIBRARY);
  }

  @Test
  void aBuildWithoutMariaDbSaysHowToGetIt() {
    assertThatThrownBy(DemoTarget.named("mariadb")::requirePrograms)
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("--target=mariadb")
        .hasMessageContaining("mvn -Pfull -DskipTests install")
        .hasMessageContaining("Linux on x86-64");
    assertThatCode(DemoTarget.named("postgresql")::requirePrograms).doesNotThrowAnyException();
  }

  @Test
  void aBuildWithMariaDbHasItsPrograms() throws Exception {
    Files.createDirectories(root.resolve("sandbox/mariadb/target/programs"));

    assertThatCode(DemoTarget.named("mariadb")::requirePrograms).doesNotThrowAnyException();
    assertThat(DemoTarget.named("mariadb").label()).isEqualTo("MariaDB");
  }
}
