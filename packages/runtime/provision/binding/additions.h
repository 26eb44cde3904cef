// What is added to the binding of tfjs-node.
#pragma once

#include <node_api.h>

#include <string>

#include "tensorflow/c/c_api.h"
#include "tensorflow/c/eager/c_api.h"

namespace cmg {

// The context that was made when the module was loaded.
TFE_Context* Context();

// Lets TensorFlow's server, which is to have this port, listen at one address of the machine; false if it is none.
bool ListenAt(const std::string& host, int port);

// Functions of TensorFlow's graphs: addFunction, removeFunction.
void ExportFunctions(napi_env env, napi_value exports);

// Watching over the other processes of a cluster: watchPeers, setWaiting, lostPeer, isThere.
void ExportCluster(napi_env env, napi_value exports);

// A status that is freed with its scope.
class Status {
 public:
  Status() : status_(TF_NewStatus()) {}
  ~Status() { TF_DeleteStatus(status_); }
  Status(const Status&) = delete;
  Status& operator=(const Status&) = delete;

  TF_Status* get() const { return status_; }
  bool ok() const { return TF_GetCode(status_) == TF_OK; }
  const char* message() const { return TF_Message(status_); }

 private:
  TF_Status* status_;
};

// Makes `f` a property of the module.
void ExportFunction(napi_env env, napi_value exports, const char* name, napi_callback f);

// The arguments of a call; those that are missing are undefined.
template <size_t N>
void ArgumentsOf(napi_env env, napi_callback_info info, napi_value (&values)[N]) {
  size_t count = N;
  napi_get_cb_info(env, info, &count, values, nullptr, nullptr);
}

std::string TextOf(napi_env env, napi_value value);

}  // namespace cmg
