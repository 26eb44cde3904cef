// Included before all else where the linker has no --wrap (macOS): a call of TFE_NewContext goes to ours, and ours calls theirs.
#include "tensorflow/c/eager/c_api.h"

extern "C" TFE_Context* __real_TFE_NewContext(const TFE_ContextOptions* options, TF_Status* status) __asm__(
#ifdef __APPLE__
    "_"
#endif
    "TFE_NewContext");
extern "C" TFE_Context* __wrap_TFE_NewContext(const TFE_ContextOptions* options, TF_Status* status);
#define TFE_NewContext __wrap_TFE_NewContext
