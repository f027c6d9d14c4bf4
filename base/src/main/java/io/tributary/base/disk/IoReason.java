package io.tributary.base.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// Why an operation on a file failed, in the words of the operating system: the exceptions of the
/// file system carry the path as their message and the reason in the name of their class.
public final class IoReason {
  private IoReason() {}

  public static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file or directory";
      case AccessDeniedException _ -> "permission denied";
      case NotDirectoryException _ -> "not a directory";
      case FileAlreadyExistsException _ -> "file exists";
      case DirectoryNotEmptyException _ -> "directory not empty";
      case FileSystemException file when file.getReason() != null -> lowerFirst(file.getReason());
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : lowerFirst(e.getMessage());
    };
  }

  private static String lowerFirst(String text) {
    boolean isWord =
        text.length() > 1
            && Character.isUpperCase(text.charAt(0))
            && Character.isLowerCase(text.charAt(1));
    return isWord ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
  }
}
