package rigimage

import (
	"encoding/json"
	"net/http"
)

// conversion is the part of apiextensions.k8s.io/v1 ConversionReview that a webhook needs
// (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#webhook-request-and-response).
type conversion struct {
	APIVersion string              `json:"apiVersion"`
	Kind       string              `json:"kind"`
	Request    *conversionRequest  `json:"request,omitempty"`
	Response   *conversionResponse `json:"response,omitempty"`
}

type conversionRequest struct {
	UID     string                       `json:"uid"`
	Desired string                       `json:"desiredAPIVersion"`
	Objects []map[string]json.RawMessage `json:"objects"`
}

type conversionResponse struct {
	UID     string                       `json:"uid"`
	Objects []map[string]json.RawMessage `json:"convertedObjects"`
	Result  struct {
		Status string `json:"status"`
	} `json:"result"`
}

// convert gives objects another version and leaves the rest as it is: versions that differ in nothing
// but their name.
func convert(w http.ResponseWriter, r *http.Request) {
	var asked conversion
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil || asked.Request == nil {
		http.Error(w, "the body is not a ConversionReview with a request", http.StatusBadRequest)
		return
	}
	version, _ := json.Marshal(asked.Request.Desired) // a string always marshals
	for _, object := range asked.Request.Objects {
		object["apiVersion"] = version
	}
	answer := conversionResponse{UID: asked.Request.UID, Objects: asked.Request.Objects}
	answer.Result.Status = "Success"
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(conversion{APIVersion: asked.APIVersion, Kind: asked.Kind, Response: &answer})
}
