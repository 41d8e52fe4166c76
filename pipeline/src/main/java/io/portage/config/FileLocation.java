package io.portage.config;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.util.MimeTypes;

/**
 * Reads and writes files by location: a path or {@code file:} URI on this machine, or a URI of one
 * of Beam's other file systems, such as {@code gs://bucket/job.yaml}.
 */
public final class FileLocation {
  /** At least two letters, because one letter is a Windows drive. */
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");

  private FileLocation() {}

  /** Returns true if {@code location} is on the machine that opens it. */
  public static boolean isLocal(String location) {
    return !SCHEME.matcher(location).matches() || isFileUri(location);
  }

  private static boolean isFileUri(String location) {
    return location.regionMatches(true, 0, "file:", 0, "file:".length());
  }

  /**
   * Reads a UTF-8 file, without a byte order mark.
   *
   * @throws NoSuchFileException if it does not exist
   * @throws CharacterCodingException if it is not UTF-8
   */
  public static String text(String location) throws IOException {
    try (Reader reader = open(location)) {
      StringWriter text = new StringWriter();
      reader.transferTo(text);
      return text.toString();
    }
  }

  /**
   * Reads a file's bytes.
   *
   * @throws NoSuchFileException if it does not exist
   */
  public static byte[] bytes(String location) throws IOException {
    try (InputStream in = openBytes(location)) {
      return in.readAllBytes();
    }
  }

  /**
   * Opens a file's bytes.
   *
   * @throws NoSuchFileException if it does not exist
   */
  public static InputStream openBytes(String location) throws IOException {
    return isLocal(location) ? Files.newInputStream(localPath(location)) : remote(location);
  }

  /**
   * Opens a UTF-8 file after its byte order mark, if it has one. The reader throws a {@link
   * CharacterCodingException} where the file is not UTF-8, which may be at any time.
   *
   * @throws NoSuchFileException if it does not exist
   */
  public static Reader open(String location) throws IOException {
    InputStream bytes = openBytes(location);
    BufferedReader text =
        new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()));
    try {
      text.mark(1);
      if (text.read() != '\uFEFF') {
        text.reset();
      }
      return text;
    } catch (IOException unreadable) {
      text.close();
      throw unreadable;
    }
  }

  private static Path localPath(String location) throws NoSuchFileException {
    try {
      return path(location);
    } catch (IllegalArgumentException notAPath) {
      NoSuchFileException none = new NoSuchFileException(location);
      none.initCause(notAPath);
      throw none;
    }
  }

  /** Returns the path of a local location; a relative path is relative to the working directory. */
  public static Path path(String local) {
    return isFileUri(local) ? Path.of(URI.create(local)) : Path.of(local);
  }

  /**
   * Lists the files directly in a folder that is not local, sorted; empty if the folder does not
   * exist.
   *
   * @param suffix the end of the file names
   */
  public static List<String> list(String folder, String suffix) throws IOException {
    List<String> files = new ArrayList<>();
    MatchResult found = FileSystems.match(folder(folder) + "*" + suffix, EmptyMatchTreatment.ALLOW);
    for (MatchResult.Metadata file : found.metadata()) {
      files.add(file.resourceId().toString());
    }
    Collections.sort(files);
    return files;
  }

  /**
   * Creates a file in a folder that is not local. The file may be invisible until the stream is
   * closed.
   */
  public static OutputStream create(String folder, String name) throws IOException {
    return Channels.newOutputStream(
        FileSystems.create(resource(folder(folder) + name), MimeTypes.TEXT));
  }

  private static String folder(String location) {
    return location.endsWith("/") ? location : location + "/";
  }

  private static ResourceId resource(String location) throws IOException {
    try {
      return FileSystems.matchNewResource(location, /* isDirectory= */ false);
    } catch (IllegalArgumentException | IllegalStateException unknown) {
      String scheme = location.substring(0, location.indexOf(':'));
      throw new IOException("no file system here serves " + scheme + ":", unknown);
    }
  }

  private static InputStream remote(String location) throws IOException {
    try {
      return Channels.newInputStream(FileSystems.open(resource(location)));
    } catch (FileNotFoundException missing) {
      NoSuchFileException none = new NoSuchFileException(location);
      none.initCause(missing);
      throw none;
    }
  }

  /** Returns the reason why a file cannot be read, with its location and without its content. */
  public static String problem(String location, IOException problem) {
    String quoted = "'" + location + "'";
    if (problem instanceof NoSuchFileException) {
      String base = isLocal(location) ? " (relative to the working directory)" : "";
      return "no such file: " + quoted + base;
    }
    return problem instanceof CharacterCodingException
        ? "not valid UTF-8: " + quoted
        : "cannot be read: " + quoted + ": " + reasonOf(problem);
  }

  /**
   * Returns the reason of a failed read or write in one line, without the file's name: the
   * operating system's or Beam's message, or else the exception's class, because the messages of
   * other libraries may contain anything.
   */
  public static String reasonOf(IOException problem) {
    String type = problem.getClass().getSimpleName();
    if (problem instanceof NoSuchFileException || problem instanceof FileNotFoundException) {
      return "no such file";
    }
    if (problem instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (problem instanceof CharacterCodingException) {
      return "not valid UTF-8";
    }
    if (problem instanceof FileSystemException file) {
      String reason = file.getReason();
      return reason == null ? type : type + ": " + reason;
    }
    String message = problem.getMessage();
    return problem.getClass() == IOException.class && message != null
        ? message.lines().findFirst().orElse("")
        : type;
  }
}
