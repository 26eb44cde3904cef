// TensorFlow logs while its libraries are being loaded, before it reads TF_CPP_MIN_LOG_LEVEL: this replaces the function
// that writes those lines by one that keeps to the level.
#include <cstdio>
#include <cstdlib>

#include "absl/log/internal/globals.h"

namespace absl {
ABSL_NAMESPACE_BEGIN
namespace log_internal {

void WriteToStderr(absl::string_view message, absl::LogSeverity severity) {
  const char* level = std::getenv("TF_CPP_MIN_LOG_LEVEL");
  if (static_cast<int>(severity) < (level == nullptr ? 0 : std::atoi(level))) return;
  std::fwrite(message.data(), 1, message.size(), stderr);
}

}  // namespace log_internal
ABSL_NAMESPACE_END
}  // namespace absl
