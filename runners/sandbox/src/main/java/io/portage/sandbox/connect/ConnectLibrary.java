package io.portage.sandbox.connect;

import io.portage.sandbox.Sandbox;
import io.portage.sandbox.SandboxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder with the libraries of Kafka Connect and its connectors. */
final class ConnectLibrary {
  private ConnectLibrary() {}

  /**
   * Returns the folder that the build of the module {@code portage-debezium} fills, beside the
   * folder of the servers' artifacts.
   *
   * @throws SandboxException when it does not exist
   */
  static Path locate() {
    Path folder = Sandbox.libraries().resolve("../../debezium/target/lib").normalize();
    if (!Files.isDirectory(folder)) {
      throw new SandboxException(folder + " does not exist: build with the profile \"full\"");
    }
    return folder;
  }
}
