package io.portage.sandbox.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * The account for PostgreSQL's processes, since PostgreSQL refuses to run as root. It is the user
 * of this process; for root, a user namespace without an identity, in which root's files belong to
 * that user; if namespaces are forbidden, as in many containers, the account 65534 ("nobody").
 *
 * @param prefix the prefix of each command
 * @param other true if it is another account, which may not be able to read the files of this one
 */
record PostgresAccount(List<String> prefix, boolean other) {
  private static final int ROOT = 0;
  private static final int NOBODY = 65534;

  /**
   * Chooses the first account that works here. {@code ownFolder} must have been created by this
   * process.
   */
  static PostgresAccount choose(Path ownFolder) throws IOException, InterruptedException {
    if ((int) Files.getAttribute(ownFolder, "unix:uid") != ROOT) {
      return new PostgresAccount(List.of(), false);
    }
    List<String> namespace = List.of("unshare", "-U");
    if (works(namespace)) {
      return new PostgresAccount(namespace, false);
    }
    List<String> nobody =
        List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
    if (works(nobody)) {
      return new PostgresAccount(nobody, true);
    }
    throw new IOException(
        "PostgreSQL does not run as root, and neither unshare nor setpriv works here: "
            + "run as another user");
  }

  private static boolean works(List<String> prefix) throws InterruptedException {
    try {
      return new ProcessBuilder(Stream.concat(prefix.stream(), Stream.of("true")).toList())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  List<String> command(Stream<String> command) {
    return Stream.concat(prefix.stream(), command).toList();
  }

  /** Makes the account the owner of the folder, and its parent accessible. */
  void own(Path folder) throws IOException {
    if (other) {
      Files.setPosixFilePermissions(
          folder.getParent(), PosixFilePermissions.fromString("rwx--x--x"));
      Files.setAttribute(folder, "unix:uid", NOBODY);
    }
  }
}
