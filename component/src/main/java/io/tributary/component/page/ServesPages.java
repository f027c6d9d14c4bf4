package io.tributary.component.page;

/// A component with pages of its own. Asked by many threads at once, each may wait.
public interface ServesPages {
  /// Answers a request; [Page#NOT_FOUND] where there is nothing.
  Page page(PageRequest request) throws Exception;
}
