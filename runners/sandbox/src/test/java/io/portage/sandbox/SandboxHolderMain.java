package io.portage.sandbox;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program that holds a sandbox until it ends. It prints the folder, then the ids of all processes
 * below it, the supervisor's first, then waits for the end of its input.
 */
public final class SandboxHolderMain {
  private SandboxHolderMain() {}

  /** With the argument {@code freeze} or {@code kill}, does that to PostgreSQL first. */
  public static void main(String[] args) throws IOException {
    try (Sandbox sandbox = Sandbox.start()) {
      System.out.println(sandbox.directory());
      System.out.println(
          Stream.concat(ProcessHandle.current().children(), ProcessHandle.current().descendants())
              .map(ProcessHandle::pid)
              .distinct()
              .map(String::valueOf)
              .collect(Collectors.joining(" ")));
      for (String verb : List.of(args)) {
        switch (verb) {
          case "freeze" -> sandbox.postgres().freeze();
          case "kill" -> sandbox.postgres().kill();
          default -> throw new IllegalArgumentException(verb);
        }
      }
      System.out.println("holding");
      System.in.readAllBytes();
    }
  }
}
