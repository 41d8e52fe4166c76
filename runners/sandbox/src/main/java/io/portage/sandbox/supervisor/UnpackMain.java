package io.portage.sandbox.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Unpacks PostgreSQL's programs once, during the build, next to the artifacts, so that a sandbox
 * starts two seconds earlier and writes 60 MB less.
 */
public final class UnpackMain {
  private UnpackMain() {}

  /**
   * Unpacks the programs if they are not there yet.
   *
   * @param args the folder of the artifacts
   */
  public static void main(String[] args) throws IOException {
    Path library = Path.of(args[0]);
    Path programs = programs(library);
    if (!Files.isDirectory(programs)) {
      Path unfinished = Files.createTempDirectory(library, "unpacking-");
      PostgresBinaries.unpack(unfinished);
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(unfinished, programs);
    }
  }

  static Path programs(Path library) {
    return library.resolve("postgres");
  }
}
