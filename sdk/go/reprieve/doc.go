// Secrets, encryption keys and API keys on Tencent Cloud and Alibaba Cloud, whose deletion is declared, checked at preview, carried out in order and reversible for as long as the cloud allows.
package reprieve
