// The binding of tfjs-node with more functions. Its own module keeps its code, but is registered under another name, and then called from here.
#define napi_register_module_v1 tfjs_register_module
#define node_api_module_get_api_version_v1 tfjs_api_version
#include "tfjs_binding.cc"
#undef napi_register_module_v1
#undef node_api_module_get_api_version_v1

#include "additions.h"

NAPI_MODULE_INIT() {
  exports = tfnodejs::tfjs_register_module(env, exports);
  if (exports != nullptr) {
    cmg::ExportFunctions(env, exports);
    cmg::ExportCluster(env, exports);
  }
  return exports;
}
