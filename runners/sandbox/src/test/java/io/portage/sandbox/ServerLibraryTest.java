package io.portage.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLibraryTest {
  private static final String PROPERTY = "portage.sandbox.lib";

  @AfterEach
  void nameNoFolder() {
    System.clearProperty(PROPERTY);
  }

  @Test
  void isFoundNextToTheClasses() {
    ServerLibrary library = ServerLibrary.locate();

    assertThat(library.folder()).endsWith(Path.of("sandbox", "target", "lib"));
    assertThat(library.classPath()).endsWith("/target/lib/*");
  }

  @Test
  void isTheFolderOfTheProperty(@TempDir Path folder) throws Exception {
    Path jar = folder.resolve("kafka_2.13-3.9.1.jar");
    assertThat(jar.toFile().createNewFile()).isTrue();
    System.setProperty(PROPERTY, folder.toString());

    assertThat(ServerLibrary.locate().folder()).isEqualTo(folder);
  }

  @Test
  void rejectsAFolderWithoutServersByName(@TempDir Path empty) {
    System.setProperty(PROPERTY, empty.toString());

    assertThatThrownBy(ServerLibrary::locate)
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining(empty.toString())
        .hasMessageContaining("-D" + PROPERTY);
  }
}
