package io.portage.flink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The TCP sockets on which a process listens, as listed by Linux. */
final class ListeningSockets {
  private static final String LISTEN = "0A";

  private ListeningSockets() {}

  /** Returns the sockets of this JVM. */
  static List<InetSocketAddress> ofThisProcess() {
    try {
      Set<String> own = inodes();
      List<InetSocketAddress> found = new ArrayList<>();
      for (String table : List.of("tcp", "tcp6")) {
        for (String line : Files.readAllLines(Path.of("/proc/self/net", table))) {
          String[] fields = line.strip().split("\\s+");
          if (fields[3].equals(LISTEN) && own.contains(fields[9])) {
            found.add(address(fields[1]));
          }
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> inodes() throws IOException {
    Set<String> inodes = new HashSet<>();
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      for (Path file : open.toList()) {
        if (Files.isSymbolicLink(file)) {
          String target = Files.readSymbolicLink(file).toString();
          if (target.startsWith("socket:[")) {
            inodes.add(target.substring("socket:[".length(), target.length() - 1));
          }
        }
      }
    }
    return inodes;
  }

  /**
   * Parses 32-bit words, each in the machine's byte order, which is assumed to be little-endian.
   */
  private static InetSocketAddress address(String text) throws IOException {
    byte[] words = HexFormat.of().parseHex(text.substring(0, text.indexOf(':')));
    byte[] address = new byte[words.length];
    for (int i = 0; i < words.length; i++) {
      address[i] = words[(i / 4) * 4 + 3 - i % 4];
    }
    return new InetSocketAddress(
        InetAddress.getByAddress(address),
        Integer.parseInt(text.substring(text.indexOf(':') + 1), 16));
  }
}
